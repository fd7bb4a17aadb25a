import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bundle } from '../../scripts/bundle.ts';

const FILES = {
  'etc/passwd': 'root:x:0:0::/root:/bin/sh\nci:x:6001:6001::/home/ci:/bin/sh\n',
  'etc/group': 'root:x:0:\nci:x:6001:\ndocker:x:6100:ci\n',
  'etc/gshadow': 'docker:!::ci\n',
  'usr/sbin/dockerd': '',
  'usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/sbin/dockerd\n',
};

describe('wherever it is run', () => {
  let place: string;
  let root: string;
  let command: string;
  before(async () => {
    place = mkdtempSync(join(tmpdir(), 'holdfast-surroundings-'));
    root = join(place, 'root');
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    command = join(place, 'holdfast.cjs');
    await bundle('src/cli/main.ts', command);
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  /** `$holdfast` is the program; `$root` the small root, `$place` the folder around it. */
  const shell = (script: string, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> =>
    spawnSync('/bin/sh', ['-uc', script], {
      cwd: place,
      env: { PATH: process.env.PATH, place, root, holdfast: `${process.execPath} ${command}`, ...env },
      encoding: 'utf8',
    });
  const usual = () => shell('$holdfast scan --root "$root"');

  test('closed standard streams change neither the answer nor the exit code', () => {
    const { stdout } = usual();
    for (const closed of ['<&-', '2>&-', '<&- 2>&-']) {
      const ran = shell(`$holdfast scan --root "$root" ${closed}`);
      assert.deepEqual([ran.status, ran.stdout, ran.stderr], [2, stdout, ''], closed);
    }
    for (const closed of ['>&-', '>&- 2>&-', '<&- >&- 2>&-']) {
      const ran = shell(`$holdfast scan --root "$root" ${closed}`);
      assert.deepEqual([ran.status, ran.stdout, ran.stderr], [2, '', ''], closed);
    }
  });

  test('a reader that stops reading is no trouble', async () => {
    const child = spawn(process.execPath, [command, 'scan', '--root', root], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    const [status] = await once(child, 'close');
    assert.deepEqual([status, said], [2, '']);
  });

  test('a report that cannot be written is trouble', () => {
    const { status, stderr } = shell('$holdfast scan --root "$root" > /dev/full');
    assert.equal(status, 1);
    assert.match(stderr, /^holdfast: the report could not be written: ENOSPC[^\n]*\n$/);
    assert.equal(shell('$holdfast scan --root "$root" --out /dev/full').status, 1);
  });

  test('a directory that is gone is no trouble, unless something is named by it', () => {
    const inGone = (args: string) => shell(`mkdir gone; cd gone; rmdir ../gone; $holdfast ${args}`);
    assert.equal(inGone('scan --root "$root"').stdout, usual().stdout);
    assert.equal(inGone('list').status, 0);
    const { status, stderr } = inGone('scan --root ../root');
    assert.equal(status, 1);
    assert.match(stderr.replaceAll(/\s+/g, ' '), /the current directory is gone/);
  });

  test('without a terminal there are no colors, and none where they are not wanted', () => {
    for (const env of [
      {},
      { FORCE_COLOR: '1' },
      { NO_COLOR: '1' },
      { TERM: 'dumb' },
      { CLICOLOR_FORCE: '1' },
    ]) {
      const { stdout, stderr } = shell('$holdfast scan --root "$root"', env);
      assert.ok(!`${stdout}${stderr}`.includes('\x1b'), JSON.stringify(env));
    }
  });

  test('80 columns are enough', () => {
    for (const { stdout } of [
      usual(),
      shell('$holdfast list'),
      shell('$holdfast explain network/icmp-redirects'),
    ]) {
      assert.deepEqual(
        stdout.split('\n').filter((line) => line.length > 80),
        [],
      );
    }
  });

  test('the language and the umask of the caller change nothing', () => {
    const { stdout } = usual();
    for (const umask of ['0', '077']) {
      assert.equal(
        shell(`umask ${umask}; $holdfast scan --root "$root"`, { LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' })
          .stdout,
        stdout,
      );
    }
    assert.equal(
      shell('umask 0; $holdfast scan --root "$root" --out report; stat -c %a report').stdout,
      '600\n',
    );
  });

  test('what was mistyped ends with 1 and one sentence', () => {
    const mistyped = [
      'nonsense',
      'scan --nonsense',
      'scan nope',
      "scan ''",
      "scan --root ''",
      'scan --root /does/not/exist',
      'scan --root /etc/passwd',
      'scan --root "$root" --policy /does/not/exist',
      'scan --root "$root" --profile nope',
      'scan --root "$root" --format xml',
      'scan --root "$root" --out /does/not/exist/report',
      'scan --root "$root" --snapshot "$root"',
      'apply --root "$root" --plan /does/not/exist',
      'apply --root "$root" --plan /etc/group',
      'rollback --root "$root"',
      'rollback 000001 --root "$root" --yes',
      'rollback --last --root "$root" --yes',
      'rollback --last --change 0 --root "$root" --yes',
      'rollback ../../etc --root "$root" --yes',
      'history 000001 --root "$root"',
      'verify 000001 --root "$root"',
      'explain nope',
    ];
    for (const args of mistyped) {
      const { status, stdout, stderr } = shell(`$holdfast ${args}`);
      assert.equal(status, 1, `${args}: ${stdout}${stderr}`);
      assert.equal(stdout, '', args);
      assert.ok(stderr.trimEnd().split('\n').length <= 3, stderr);
      assert.doesNotMatch(stderr, /this is a bug/, args);
    }
  });
});
