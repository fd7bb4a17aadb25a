import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isForPath, parseTmpfiles } from '../../src/formats/tmpfiles.ts';

const FILE = '/etc/a/secret';
const LINES = [
  ...[
    'z /etc/a/secret 0604',
    'z /etc/a/secre? 604 7 8',
    'z /etc/a/* 0604 - 8',
    'Z /etc/a 0604 - -',
    'Z /etc/* - 7 -',
  ],
  ...[
    'f /etc/a/secret 0604',
    'f+ /etc/a/secret 0604 7',
    'z! /etc/a/secret 0604',
    'm /etc/a/secret 0604',
    'z- /etc/b 0604',
  ],
  ...[
    'z /etc/a/secret :0604 :7 :8',
    'z /etc/a/secret - - -',
    'z /etc/a/secret',
    '"z" "/etc/a/secret" "0604"',
  ],
  ...[
    'z /etc/a/secre 0604',
    'Z /etc/a/sec 0604',
    'd /etc/a 0700',
    'z /etc/%% 0604',
    'z etc/a/secret 0604',
    '# z /etc/a/secret 0604',
  ],
  ...['z /etc/a/secret 0604 "7', 'z /etc/a/secret 00604', 'L /etc/a/secret 0604'],
];

test('what systemd gives to what is there is what we take from its lines', () => {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-tmpfiles-'));
  const differing: string[] = [];
  try {
    for (const directory of ['etc/a', 'conf']) mkdirSync(join(root, directory), { recursive: true });
    const file = join(root, FILE);
    for (const line of LINES) {
      // systemd takes no path from one who is not root to root's.
      chownSync(join(root, 'etc/a'), 0, 0);
      writeFileSync(file, 'x');
      chmodSync(file, 0o640);
      chownSync(file, 0, 0);
      const conf = join(root, 'conf/x.conf');
      writeFileSync(conf, `${line}\n`);
      spawnSync('/usr/bin/systemd-tmpfiles', ['--create', '--boot', `--root=${root}`, conf]);
      const { mode, uid, gid } = statSync(file);
      const given = parseTmpfiles(`${line}\n`).find((each) => isForPath(each, FILE));
      const ours = [given?.mode ?? 0o640, Number(given?.user ?? 0), Number(given?.group ?? 0)];
      const theirs = [mode & 0o7777, uid, gid];
      if (ours.join() !== theirs.join()) differing.push(`${line}: ours ${ours}, theirs ${theirs}`);
    }
    assert.deepEqual(differing, []);
  } finally {
    rmSync(root, { recursive: true });
  }
});
