import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseStatOverride, statOverrideFormat } from '../../src/formats/statoverride.ts';

/** What a package brings, by path: a configuration file, a directory, and two other files. */
const CONF = 'etc/thing.conf';
const DIRECTORY = 'etc/thing.d';
const UNIT = 'usr/lib/thing.service';
const OVERRIDDEN = 'usr/lib/thing key';

test('an upgrade keeps the modes of configuration files and directories, and gives others what dpkg is told', () => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-dpkg-'));
  const root = join(place, 'root');
  const database = join(root, 'var/lib/dpkg');
  const modeOf = (path: string) => (statSync(join(root, path)).mode & 0o7777).toString(8);
  const run = (program: string, ...args: readonly string[]) => {
    const { status, stderr, stdout } = spawnSync(program, args, { encoding: 'utf8' });
    return { ok: status === 0, says: stdout + stderr };
  };
  const succeed = (program: string, ...args: readonly string[]) => {
    const { ok, says } = run(program, ...args);
    assert.ok(ok, says);
  };
  const install = (version: string) => {
    const tree = join(place, version);
    for (const directory of ['DEBIAN', DIRECTORY, 'usr/lib'])
      mkdirSync(join(tree, directory), { recursive: true });
    writeFileSync(
      join(tree, 'DEBIAN/control'),
      `Package: thing\nVersion: ${version}\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: for a test\n`,
    );
    writeFileSync(join(tree, 'DEBIAN/conffiles'), `/${CONF}\n`);
    for (const path of [CONF, UNIT, OVERRIDDEN]) writeFileSync(join(tree, path), version);
    succeed('dpkg-deb', '--build', tree, `${tree}.deb`);
    succeed('dpkg', `--root=${root}`, '--force-confnew', '--install', `${tree}.deb`);
  };
  try {
    for (const directory of ['updates', 'info', 'triggers'])
      mkdirSync(join(database, directory), { recursive: true });
    for (const name of ['status', 'available']) writeFileSync(join(database, name), '');
    install('1');
    chmodSync(join(root, CONF), 0o600);
    chmodSync(join(root, DIRECTORY), 0o700);
    chmodSync(join(root, UNIT), 0o600);
    const override = ['--update', '--add', 'root', 'root', '0664', `/${OVERRIDDEN}`];
    succeed('dpkg-statoverride', `--admindir=${database}`, `--root=${root}`, ...override);
    const written = readFileSync(join(database, 'statoverride'), 'utf8');
    assert.deepEqual(parseStatOverride(written), [
      { user: 'root', group: 'root', mode: 0o664, path: `/${OVERRIDDEN}`, line: 1 },
    ]);
    assert.equal(modeOf(OVERRIDDEN), '664');

    writeFileSync(
      join(database, 'statoverride'),
      statOverrideFormat.set(written, `/${OVERRIDDEN}`, 'root root 600'),
    );
    install('2');
    assert.deepEqual([CONF, DIRECTORY, UNIT, OVERRIDDEN].map(modeOf), ['600', '700', '644', '600']);

    // What our reader calls malformed dpkg refuses to work with.
    for (const text of [
      'root root 600\n',
      'root root 888 /a\n',
      'root root 600 /a\n\n',
      'root root 600 /a\nroot root 600 /a\n',
      'root root 600 /a',
    ]) {
      const copy = join(place, 'copy');
      cpSync(root, copy, { recursive: true });
      writeFileSync(join(copy, 'var/lib/dpkg/statoverride'), text);
      assert.throws(() => parseStatOverride(text), { name: 'Malformed' }, JSON.stringify(text));
      const { ok } = run('dpkg', `--root=${copy}`, '--install', `${join(place, '2')}.deb`);
      assert.equal(ok, false, JSON.stringify(text));
      rmSync(copy, { recursive: true });
    }
  } finally {
    rmSync(place, { recursive: true });
  }
});
