import { composeChanges } from '../../../src/engine/compose-changes.ts';
import { orderEffects } from '../../../src/engine/order-effects.ts';
import { prepareRun, type Reverting } from '../../../src/engine/prepare-run.ts';
import { type TransactionOptions, transact } from '../../../src/engine/transaction.ts';
import { createMemoryBlobs } from '../../../src/host/memory-blobs.ts';
import type { WrittenHost } from '../../../src/host/memory-host.ts';
import type { StateDir } from '../../../src/host/state-dir.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import type { RunStatus } from '../../../src/model/run.ts';
import type { Wish } from '../../../src/model/wish.ts';
import { look } from './watched-host.ts';

/** A host with one of everything that {@link WISHES} change. */
export const HOST: WrittenHost = {
  entries: {
    '/etc': { directory: true, mtime: '5' },
    '/etc/text': { content: 'old\n', mode: 0o640, gid: 4, mtime: '7', xattrs: { 'user.a': 'eA==' } },
    '/etc/mode': { content: 'secret\n', mode: 0o666, mtime: '8' },
    '/etc/gone': { content: 'gone\n', mtime: '9' },
    '/etc/link': { link: 'text', mtime: '10' },
  },
  live: {
    'kernel-setting': { 'net/ipv4/conf/all/send_redirects': '1', 'net/ipv4/conf/a/send_redirects': '1' },
  },
};

/** Replace, change the mode, create below a new directory, delete, lead a link elsewhere, set a kernel setting to 0. */
export const WISHES: readonly Wish[] = [
  {
    kind: 'entry',
    key: '/etc/text',
    part: 'text',
    desired: 'new\n',
    effects: [{ do: 'reload', unit: 'a.service' }],
  },
  { kind: 'entry', key: '/etc/mode', part: 'mode', desired: 0o600 },
  { kind: 'entry', key: '/etc/new.d/a', desired: { text: 'a\n' } },
  { kind: 'entry', key: '/etc/gone', desired: null },
  { kind: 'entry', key: '/etc/link', desired: { link: 'mode' } },
  { kind: 'kernel-setting', key: 'net.ipv4.conf.*.send_redirects', desired: '0' },
];

const PATHS: readonly Path[] = [
  '/etc',
  '/etc/text',
  '/etc/mode',
  '/etc/new.d',
  '/etc/new.d/a',
  '/etc/gone',
  '/etc/link',
];

/** Every state of the host that a run of {@link WISHES} touches. */
export function lookAtAll(host: Host): Promise<Record<string, unknown>> {
  return look(host, PATHS, Object.keys(HOST.live?.['kernel-setting'] ?? {}));
}

export const NOW = () => '2026-01-02T03:04:05.000Z';

/** One run that makes some wishes true, by the engine's own composition, preparation and transaction. */
export async function smallRun(
  host: Host,
  stateDir: StateDir,
  wishes: readonly Wish[] = WISHES,
  { reverting = null, ...options }: Partial<TransactionOptions> & { reverting?: Reverting | null } = {},
): Promise<RunStatus> {
  const blobs = createMemoryBlobs();
  const finding = {
    playbook: 'a/b',
    object: 'o',
    severity: 'low',
    verdict: 'unmet',
    statement: '',
    evidence: [],
    wishes,
  } as const;
  const { changes } = await composeChanges(host, [finding], blobs);
  const effects = orderEffects(changes.flatMap((change) => change.effects));
  const header = { type: 'apply', of: null, whole: true, tool: 'test', digest: null, effects } as const;
  const run = await prepareRun(host, stateDir.newRun(), header, changes, blobs, NOW, reverting);
  return transact(run, {
    verify: async () => [],
    newlyRed: async () => [],
    interrupted: () => null,
    onError: 'rollback',
    onProgress: () => undefined,
    ...options,
  });
}
