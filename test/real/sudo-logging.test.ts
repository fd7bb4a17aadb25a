import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import playbook from '../../playbooks/sudo/command-logging.ts';
import { readFacts } from '../../src/engine/read-facts.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { debianRoot } from './lab/debian-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'sudo-logging-'));
after(() => rmSync(folder, { recursive: true }));

const LOG = 'Defaults logfile=/var/log/sudo.log\n';
/** Defaults for root, who runs /usr/bin/true as root: whether that is recorded rests on which line is in force. */
const TEXTS: readonly string[] = [
  '',
  LOG,
  `${LOG}Defaults !logfile\n`,
  `Defaults !logfile\n${LOG}`,
  `${LOG}Defaults !log_allowed\n`,
  `${LOG}Defaults:root !log_allowed\n`,
  `${LOG}Defaults:root !log_allowed\nDefaults log_allowed\n`,
  `${LOG}Defaults log_allowed\nDefaults>root !log_allowed\n`,
  `${LOG}Defaults>root !log_allowed\nDefaults@ALL log_allowed\n`,
  `${LOG}Defaults!/usr/bin/true !log_allowed\nDefaults log_allowed\n`,
  `${LOG}Defaults!/usr/bin/true !log_allowed\nDefaults!/usr/bin/true log_allowed\n`,
  `Cmnd_Alias QUIET = /bin/ls, /usr/bin/true\n${LOG}Defaults!QUIET !log_allowed\nDefaults:root log_allowed\n`,
  `${LOG}Defaults@elsewhere !log_allowed\n`,
  `${LOG}Defaults:root logfile=/dev/null\n`,
];

/** In mounts of its own, with a log that is gone with them. */
const SCRIPT = `
set -e
hostname web1
mount -t tmpfs tmpfs "$1/var/log"
mount -t tmpfs tmpfs "$1/run"
mount --bind "$2" "$1/etc/sudoers"
chroot "$1" /usr/bin/sudo -n /usr/bin/true
grep -c COMMAND=/usr/bin/true "$1/var/log/sudo.log" || :
`;

function isRecorded(text: string): boolean {
  const path = join(folder, 'sudoers');
  rmSync(path, { force: true });
  writeFileSync(path, `${text}root ALL=(ALL) ALL\n`, { mode: 0o440 });
  const done = spawnSync('unshare', ['-m', '-u', 'sh', '-c', SCRIPT, 'sh', debianRoot(), path], {
    encoding: 'utf8',
  });
  assert.equal(done.status, 0, `${text}${done.stderr}`);
  return Number(done.stdout) > 0;
}

test('sudo records what we say is recorded', async () => {
  for (const text of TEXTS) {
    const host = createMemoryHost({
      entries: { '/etc/hostname': 'web1\n', '/usr/bin/sudo': '', '/etc/sudoers': text },
    });
    const facts = {
      policy: await readFacts(host)(playbook.facts.policy),
      program: 'sudo' as const,
      logrotate: null,
    };
    const found = playbook.assess({ facts, params: { logfile: '/var/log/sudo.log', output: false } });
    const isKept = found
      .filter(({ object }) => object === 'setting:logfile' || object === 'setting:log_allowed')
      .every(({ verdict }) => verdict === 'met');
    assert.equal(isRecorded(text), isKept, text);
  }
});
