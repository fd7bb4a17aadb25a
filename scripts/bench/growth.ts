import { scan } from '../../src/engine/scan.ts';
import type { Selection } from '../../src/engine/selection.ts';
import { encodeHostText } from '../../src/formats/host-text.ts';
import { hashContent } from '../../src/host/hash-content.ts';
import { createOverlayHost } from '../../src/host/overlay-host.ts';
import type { Host, HostReader } from '../../src/model/host.ts';
import type { Path } from '../../src/model/path.ts';
import { medianOf } from './median-of.ts';

const RUNS = 5;
/** So many that the rest of the host does not matter beside them. */
const FEW = 200;
const TIMES = 10;

export interface Growth {
  readonly what: string;
  readonly count: number;
  /** Median milliseconds of a scan by all playbooks, beyond that of the host with none of them. */
  readonly few: number;
  /** The same with ten times as many. */
  readonly many: number;
}

/** What a scan of a captured host costs with so many more of something, and with ten times as many. */
export async function growth(captured: HostReader, selection: Selection): Promise<readonly Growth[]> {
  const costWith = async (what: keyof typeof MORE | null, count: number) => {
    const host = createOverlayHost(captured);
    if (what !== null) await MORE[what](host, count);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      await scan(host, selection);
      times.push(performance.now() - started);
    }
    return medianOf(times);
  };
  // The first is the dearest: the compiler has seen nothing yet.
  await costWith(null, 0);
  const none = await costWith(null, 0);
  const grown: Growth[] = [];
  for (const what of Object.keys(MORE) as (keyof typeof MORE)[]) {
    const few = (await costWith(what, FEW)) - none;
    grown.push({ what, count: FEW, few, many: (await costWith(what, FEW * TIMES)) - none });
  }
  return grown;
}

const MORE = {
  async users(host: Host, count: number) {
    const names = numbered(count, (n) => `user${n}`);
    const ids = names.map((name, i) => [name, 10_000 + i] as const);
    await append(
      host,
      '/etc/passwd',
      ids.map(([name, id]) => `${name}:x:${id}:${id}::/home/${name}:/bin/bash`),
    );
    await append(
      host,
      '/etc/shadow',
      names.map((name) => `${name}:!:19782:0:99999:7:::`),
    );
    await append(host, '/etc/group', [
      ...ids.map(([name, id]) => `${name}:x:${id}:`),
      `many:x:9999:${names.join(',')}`,
    ]);
    await append(host, '/etc/gshadow', [...names.map((name) => `${name}:!::`), `many:!::${names.join(',')}`]);
  },
  async 'drop-ins'(host: Host, count: number) {
    for (const number of numbered(count / 4, String)) {
      await write(host, `/etc/sysctl.d/${number}.conf`, 'net.ipv4.conf.all.accept_redirects = 0\n');
      await write(host, `/etc/ssh/sshd_config.d/${number}.conf`, 'PermitRootLogin no\n');
      await write(host, `/etc/sudoers.d/${number}`, 'Defaults use_pty\n', 0o440);
      await write(host, `/etc/audit/rules.d/${number}.rules`, `-w /srv/${number} -p wa -k srv\n`, 0o640);
    }
  },
  'sudoers rules': (host: Host, count: number) =>
    append(
      host,
      '/etc/sudoers',
      numbered(count, (n) => `user${n} ALL=(root) /usr/bin/systemctl restart s${n}`),
    ),
  async interfaces(host: Host, count: number) {
    for (const family of ['ipv4', 'ipv6']) {
      const keys = await host.liveKeys('kernel-setting', `net/${family}/conf/*/accept_redirects`);
      for (const name of keys.length === 0 ? [] : numbered(count, (n) => `eth${n}`)) {
        for (const setting of SETTINGS)
          await host.putLive('kernel-setting', `net/${family}/conf/${name}/${setting}`, '0');
      }
    }
  },
} as const;

const SETTINGS = [
  'accept_ra',
  'accept_redirects',
  'accept_source_route',
  'forwarding',
  'log_martians',
  'rp_filter',
  'secure_redirects',
  'send_redirects',
];

function numbered(count: number, as: (n: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, n) => as(n));
}

async function append(host: Host, path: Path, lines: readonly string[]): Promise<void> {
  const old = Buffer.from((await host.read(path)) ?? []).toString('utf8');
  const status = await host.status(path);
  const text = `${old}${lines.map((line) => `${line}\n`).join('')}`;
  await write(host, path, text, status?.mode);
}

async function write(host: Host, path: Path, text: string, mode = 0o644): Promise<void> {
  const content = encodeHostText(text);
  const metadata = { mode, uid: 0, gid: 0, mtime: null, xattrs: {}, flags: '' };
  const entry = { type: 'file', content: hashContent(content), size: content.length, ...metadata } as const;
  await host.putEntry(path, entry, content);
}
