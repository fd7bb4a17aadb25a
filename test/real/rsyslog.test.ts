import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { forwardText } from '../../src/kit/forward-text.ts';
import { rsyslogConfs, rsyslogRefused } from '../rsyslog-confs.ts';
import { debianRoot } from './lab/debian-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'rsyslog-'));
after(() => rmSync(folder, { recursive: true }));

/** In mounts of its own; as the kind `entry` asks it: a file on standard input. An action to a file is one that it accepts. */
const SCRIPT = 'mount -t proc proc "$1/proc" && exec chroot "$1" /usr/sbin/rsyslogd -N1 -f /proc/self/fd/0';
const ACTION = '*.* /var/log/all\n';

function ask(text: string) {
  const path = join(folder, 'conf');
  writeFileSync(path, text);
  const root = debianRoot('bookworm', ['rsyslog', 'rsyslog-gnutls']);
  const input = openSync(path, 'r');
  try {
    const args = ['-m', 'sh', '-c', SCRIPT, 'sh', root];
    return spawnSync('unshare', args, { stdio: [input, 'pipe', 'pipe'], encoding: 'utf8' });
  } finally {
    closeSync(input);
  }
}

test('rsyslogd takes what we take', () => {
  for (const [text] of rsyslogConfs) {
    const { status, stderr } = ask(`${text}\n${ACTION}`);
    assert.equal(status, 0, `${JSON.stringify(text)}: ${stderr}`);
  }
});

test('rsyslogd refuses what we refuse', () => {
  for (const [text] of rsyslogRefused) assert.notEqual(ask(text).status, 0, JSON.stringify(text));
});

test('rsyslogd takes our own file, and not one with a word that it does not know', () => {
  const text = forwardText({
    target: { host: '2001:db8::9', port: 6514 },
    driver: 'gtls',
    caFile: '/etc/ssl/certs/ca-certificates.crt',
    spool: '/var/spool/rsyslog',
  });
  assert.equal(ask(text).status, 0, ask(text).stderr);
  assert.notEqual(ask(text.replace('queue.type', 'queue.tipe')).status, 0);
});
