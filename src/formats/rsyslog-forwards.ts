import type { Path } from '../model/path.ts';
import type { RsyslogItem, RsyslogParams } from './rsyslog-conf.ts';

export type PlacedRsyslogItem = RsyslogItem & { readonly path: Path };

/** An action that sends records to another host, with all that the lines before it say of it. */
export interface RsyslogForward {
  readonly path: Path;
  readonly line: number;
  readonly text: string;
  readonly target: string;
  readonly port: string;
  readonly protocol: 'udp' | 'tcp' | 'relp';
  readonly isEncrypted: boolean;
  /** Whether it looks at the certificate of the other end. */
  readonly isAuthenticated: boolean;
  /** What vouches for the other end, where the action says so itself. */
  readonly caFile: string | null;
  /** What cannot be sent waits on disk, so that neither a restart nor a long failure loses it. */
  readonly waitsOnDisk: boolean;
  /** Why it does not get every record; null where it does. */
  readonly misses: string | null;
}

const TLS_DRIVERS = ['gtls', 'ossl', 'mbedtls'];
const CHECKS_PEER = /^(?:x509\/(?:name|certvalid|fingerprint)|name|certvalid|fingerprint)$/i;
/** These hold for the next action only. */
const OF_ONE_ACTION = /^actionqueue/;

/** Every action of omfwd and omrelp, in the order in which records come by. */
export function rsyslogForwards(items: readonly PlacedRsyslogItem[]): readonly RsyslogForward[] {
  const globals = globalParams(items);
  let old: RsyslogParams = {};
  let ruleset: string | null = null;
  const stopped = new Map<string | null, PlacedRsyslogItem>();
  const called = new Set<string | null>([null]);
  const forwards: (RsyslogForward & { readonly ruleset: string | null })[] = [];
  for (const item of items) {
    if (item.is === 'directive') {
      old = { ...old, [item.name]: item.value };
      if (item.name === 'ruleset') ruleset = /^rsyslog_defaultruleset$/i.test(item.value) ? null : item.value;
      continue;
    }
    const within = item.ruleset ?? ruleset;
    const isForAll = item.filters.length === 0;
    if (item.is === 'stop' && isForAll && !stopped.has(within)) stopped.set(within, item);
    if (item.is === 'call' && isForAll && within === null && !stopped.has(null)) called.add(item.name);
    if (item.is !== 'action') continue;
    const forward = forwardOf(item, old, globals);
    if (item.isOld) old = withoutThoseOfOneAction(old);
    if (forward === null) continue;
    const stop = stopped.get(within);
    const misses = isForAll
      ? stop === undefined
        ? null
        : `${stop.path}, line ${stop.line}, ends all records before`
      : `only those of ${item.filters.join(', ')}`;
    forwards.push({ ...forward, misses, ruleset: within });
  }
  return forwards.map(({ ruleset: within, ...forward }) => ({
    ...forward,
    misses: called.has(within) ? forward.misses : `only those of the ruleset ${within}`,
  }));
}

/** What `global()` and `$` lines set for the whole of rsyslogd: in lower case, `workdirectory`. */
export function globalParams(items: readonly PlacedRsyslogItem[]): RsyslogParams {
  return Object.assign(
    {},
    ...items.flatMap((item) => {
      if (item.is === 'directive') return [{ [item.name]: item.value }];
      return item.is === 'object' && item.name === 'global' ? [item.params] : [];
    }),
  ) as RsyslogParams;
}

function forwardOf(
  { path, line, text, params, isOld }: Extract<PlacedRsyslogItem, { is: 'action' }>,
  old: RsyslogParams,
  globals: RsyslogParams,
): Omit<RsyslogForward, 'misses'> | null {
  const type = (params.type ?? '').toLowerCase();
  const { target } = params;
  if (target === undefined || target === '' || (type !== 'omfwd' && type !== 'omrelp')) return null;
  const caFile = params['streamdriver.cafile'] ?? params['tls.cacert'] ?? null;
  const place = { path, line, text, target, caFile };
  const queue = isOld
    ? { type: old.actionqueuetype, file: old.actionqueuefilename }
    : { type: params['queue.type'], file: params['queue.filename'] };
  const waitsOnDisk =
    queue.file !== undefined && queue.file !== '' && !/^direct$/i.test(queue.type ?? 'direct');
  if (type === 'omrelp') {
    return {
      ...place,
      port: params.port ?? '514',
      protocol: 'relp',
      isEncrypted: params.tls === 'on',
      isAuthenticated: CHECKS_PEER.test(params['tls.authmode'] ?? ''),
      waitsOnDisk,
    };
  }
  const protocol = /^tcp$/i.test(params.protocol ?? 'udp') ? 'tcp' : 'udp';
  const stream = isOld
    ? { mode: old.actionsendstreamdrivermode, auth: old.actionsendstreamdriverauthmode }
    : { mode: params.streamdrivermode, auth: params.streamdriverauthmode };
  const driver =
    (isOld ? undefined : (params.streamdriver ?? params['streamdriver.name'])) ??
    globals.defaultnetstreamdriver ??
    'ptcp';
  return {
    ...place,
    port: params.port ?? '514',
    protocol,
    isEncrypted: protocol === 'tcp' && stream.mode === '1' && TLS_DRIVERS.includes(driver.toLowerCase()),
    isAuthenticated: CHECKS_PEER.test(stream.auth ?? ''),
    waitsOnDisk,
  };
}

function withoutThoseOfOneAction(old: RsyslogParams): RsyslogParams {
  return Object.fromEntries(Object.entries(old).filter(([name]) => !OF_ONE_ACTION.test(name)));
}
