import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { takeSnapshot } from '../../../src/cli/take-snapshot.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { saveSnapshot } from '../../../src/host/save-snapshot.ts';
import { buildTool } from '../../faults/lab/tool.ts';
import { type SmallEntry, smallRoot } from '../lab/small-root.ts';
import lockAlice from './playbooks/access/lock-alice.ts';

/** Plans that would shut somebody out, asked for as a user would: refused with exit 3, and nothing is changed. */
const ROOT = 'root:x:0:0::/root:/bin/bash\n';
const FILES = {
  'etc/passwd': `${ROOT}alice:x:1000:1000::/home/alice:/bin/bash\napp:x:1001:1001::/srv/app:/bin/sh\n`,
  'etc/shadow': 'root:*:19000:0:99999:7:::\nalice:$y$hash:19000:0:99999:7:::\napp:!:19000:0:99999:7:::\n',
  'etc/group': 'root:x:0:\nsudo:x:27:alice\n',
  'etc/machine-id': 'd0f1\n',
  'etc/sudoers': 'root ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n',
  'etc/systemd/system/app.service': '[Service]\nExecStart=/srv/app/run\nUser=app\n',
  'usr/bin/sudo': '',
};

let tool: readonly string[];
before(async () => {
  tool = await buildTool('test/real/guards/playbooks');
});

interface Root extends Disposable {
  readonly path: string;
  shadow(): string;
  shutRoot(): void;
  holdfast(...args: readonly string[]): { readonly status: number | null; readonly says: string };
}

function aRoot(shadow: string = FILES['etc/shadow']): Root {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-guards-'));
  const path = join(place, 'root');
  const entries = Object.entries({ ...FILES, 'etc/shadow': shadow });
  smallRoot(path, Object.fromEntries(entries.map(([name, text]): [string, SmallEntry] => [name, { text }])));
  const passwd = join(path, 'etc/passwd');
  return {
    path,
    shadow: () => readFileSync(join(path, 'etc/shadow'), 'utf8'),
    shutRoot: () => writeFileSync(passwd, FILES['etc/passwd'].replace('/bin/bash', '/usr/sbin/nologin')),
    holdfast: (...args) => holdfast(...args, '--root', path),
    [Symbol.dispose]: () => rmSync(place, { recursive: true }),
  };
}

function holdfast(...args: readonly string[]) {
  const [program = '', ...first] = tool;
  const { status, stdout, stderr } = spawnSync(program, [...first, ...args], { encoding: 'utf8' });
  return { status, says: `${stdout}${stderr}`.replaceAll(/\s+/g, ' ') };
}

test('the last account that becomes root is not locked', () => {
  using root = aRoot();
  const { status, says } = root.holdfast('apply', 'access/lock-alice', '--unattended');
  assert.equal(status, 3);
  assert.match(says, /The guard can-become-root stops access\/lock-alice at user:alice/);
  assert.match(says, /alice can now \(\/etc\/sudoers, line 2: %sudo .* could not \(\/etc\/shadow, line 2/);
  assert.equal(root.shadow(), FILES['etc/shadow']);
});

test('nor by taking a run back', () => {
  using root = aRoot(
    'root:$y$hash:19000:0:99999:7:::\nalice:!:19000:0:99999:7:::\napp:!:19000:0:99999:7:::\n',
  );
  assert.equal(root.holdfast('apply', 'access/unlock-alice', '--unattended').status, 0);
  root.shutRoot();
  const left = root.shadow();
  const { status, says } = root.holdfast('rollback', '--last', '--yes');
  assert.equal(status, 3);
  assert.match(says, /The guard can-become-root stops access\/unlock-alice at user:alice/);
  assert.equal(root.shadow(), left);
});

test('an account that a service runs as is not locked', () => {
  using root = aRoot();
  const { status, says } = root.holdfast('apply', 'access/no-shell-for-app', '--unattended');
  assert.equal(status, 3);
  assert.match(says, /The guard locked-account-service stops access\/no-shell-for-app at user:app/);
  assert.match(says, /app\.service runs as it \(\/etc\/systemd\/system\/app\.service, line 3: User=app\)/);
});

test('who runs it is not locked, though others are left; unless the policy says so', async () => {
  using root = aRoot();
  const entries = Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`/${name}`, text]));
  const shadow = FILES['etc/shadow'].replace('root:*', 'root:$y$hash');
  const host = createMemoryHost({
    entries: { ...entries, '/etc/shadow': shadow },
    observations: [
      [{ type: 'invoker' }, '{"uid":1000}'],
      [{ type: 'processes' }, '[]'],
    ],
  });
  const captured = join(root.path, 'captured');
  saveSnapshot(await takeSnapshot(host, [lockAlice]), captured as `/${string}`);
  const { status, says } = holdfast('plan', 'access/lock-alice', '--snapshot', captured);
  assert.match(
    says,
    /The guard invoking-user stops access\/lock-alice at user:alice: you are logged in as alice/,
  );
  assert.doesNotMatch(says, /can-become-root/);
  assert.equal(status, 3);
  const policy = join(root.path, 'policy.ini');
  writeFileSync(policy, '[run]\nallow = remove-invoking-user\n');
  const allowed = holdfast('plan', 'access/lock-alice', '--snapshot', captured, '--policy', policy);
  assert.doesNotMatch(allowed.says, /The guard/);
});
