import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadCatalogue } from '../../src/cli/catalogue.ts';
import { readSelection } from '../../src/cli/selection.ts';
import { takeSnapshot } from '../../src/cli/take-snapshot.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import { loadSnapshot } from '../../src/host/load-snapshot.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import { saveSnapshot } from '../../src/host/save-snapshot.ts';
import type { HostReader } from '../../src/model/host.ts';
import type { Path } from '../../src/model/path.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import { Refused } from '../../src/model/refusal.ts';
import { hosts } from './snapshot-hosts.ts';

let folder: string;
let catalogue: readonly Playbook[];
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-snapshot-'));
  catalogue = await loadCatalogue();
});
after(() => rmSync(folder, { recursive: true }));

/** Captures into a fresh directory. */
async function captured(reader: HostReader): Promise<Path> {
  const directory = join(mkdtempSync(join(folder, 'capture-')), 'it') as Path;
  saveSnapshot(await takeSnapshot(reader, catalogue), directory);
  return directory;
}

/** Every file with its bytes. */
function filesOf(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .sort();
  return new Map(files.map((file) => [file.slice(directory.length), readFileSync(file, 'latin1')]));
}

/** What the plan says, of all playbooks when none is named. Where the root is, and the digest that covers it, is the host's own. */
async function planOf(reader: HostReader, ...ids: string[]): Promise<unknown> {
  try {
    const { selection } = await readSelection(catalogue, reader, ids, {});
    const made = await makePlan(reader, { ...selection, today: '2026-01-01' }, '1');
    const { digest: _, host, ...plan } = made.plan;
    return { ...plan, host: { ...host, root: '/' } };
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** A root with what only a file system has: bytes in names, times, links, owners. */
function imageRoot(): Path {
  const root = mkdtempSync(join(folder, 'root-'));
  const write = (path: string, content: string | Uint8Array, mode = 0o644) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
    chmodSync(join(root, path), mode);
  };
  write('etc/group', 'root:x:0:\ndocker:x:998:ci\n');
  write('etc/gshadow', 'root:*::\ndocker:!::ci\n', 0o640);
  write('etc/passwd', 'root:x:0:0::/root:/bin/sh\nci:x:1000:1000::/home/ci:/bin/sh\n');
  write('etc/sudoers', 'root ALL=(ALL) ALL\n%docker ALL=(root) NOPASSWD: /usr/bin/docker\n', 0o440);
  write('usr/bin/sudo', 'ELF', 0o755);
  write('usr/bin/dockerd', 'ELF', 0o755);
  write('etc/audit/rules.d/a.rules', '-w /etc/passwd -p wa\n');
  write('usr/lib/systemd/system/docker.service', '[Service]\nExecStart=/usr/bin/dockerd\n');
  mkdirSync(join(root, 'etc/sysctl.d'));
  writeFileSync(
    Buffer.concat([Buffer.from(join(root, 'etc/sysctl.d/caf')), Buffer.of(0xe9), Buffer.from('.conf')]),
    Buffer.of(0x23, 0xff, 0x0a),
  );
  symlinkSync('../../usr/lib/sysctl.d/missing.conf', join(root, 'etc/sysctl.d/50-missing.conf'));
  symlinkSync('usr/bin', join(root, 'bin'));
  return root as Path;
}

const all: { readonly [name: string]: () => HostReader } = {
  ...hosts,
  'a root on disk': () => createRootedHost({ root: imageRoot(), stateDir: null }),
};

describe('a captured host', () => {
  const plans: string[] = [];

  for (const [name, make] of Object.entries(all)) {
    test(`judges and plans as ${name} does, and captured again it is the same files`, async () => {
      const host = make();
      const directory = await captured(host);
      const snapshot = loadSnapshot(directory);
      const expected = await planOf(host);
      plans.push(JSON.stringify(expected));
      assert.deepEqual(await planOf(snapshot), expected);
      assert.deepEqual(filesOf(await captured(snapshot)), filesOf(directory));
    });
  }

  test('was compared with hosts that are unlike each other, and something is wrong with most', () => {
    assert.equal(new Set(plans).size, Object.keys(all).length);
    assert.ok(plans.filter((plan) => plan.includes('"verdict":"unmet"')).length > 5);
    assert.ok(plans.filter((plan) => plan.includes('"verdict":"unknown"')).length > 1);
  });

  test('plans as the host does for each playbook by itself', async () => {
    const { 'a running Docker host': make = assert.fail } = hosts;
    const snapshot = loadSnapshot(await captured(make()));
    for (const { id } of catalogue) assert.deepEqual(await planOf(snapshot, id), await planOf(make(), id));
  });

  test('is the same files every time', async () => {
    const { 'a running Docker host': make = assert.fail } = hosts;
    assert.deepEqual(filesOf(await captured(make())), filesOf(await captured(make())));
  });

  test('is written for its owner only, into a directory that is new or empty', async () => {
    const directory = await captured(createMemoryHost({ entries: { '/etc/passwd': '' } }));
    for (const file of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      const { mode } = statSync(join(file.parentPath, file.name));
      assert.equal(mode & 0o777, file.isDirectory() ? 0o700 : 0o600);
    }
    await assert.rejects(
      async () => saveSnapshot(await takeSnapshot(createMemoryHost(), catalogue), directory),
      (error) => error instanceof Refused && error.refusal.code === 'usage',
    );
  });
});
