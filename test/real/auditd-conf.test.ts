import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAuditdConf } from '../../src/formats/auditd-conf.ts';
import { auditdProblem } from '../../src/formats/auditd-problem.ts';
import { Malformed } from '../../src/model/format.ts';
import { debianRoot, type Release } from './lab/debian-root.ts';

const BASE = 'space_left = 75\nadmin_space_left = 50\n';
const pad = (line: string, length: number) => line.padEnd(length);
const TEXTS = [
  '',
  '# only this\n',
  BASE,
  `${BASE}num_logs = 7`,
  `${BASE}num_logs = 7\nNum_Logs = 9\n`,
  `${BASE}   num_logs  =   7   \n  # num_logs = 8\n##num_logs = 8\n`,
  `${BASE}${pad('num_logs = 7', 158)}\n${pad('num_logs = 8', 159)}\n${pad('num_logs = 9', 400)}\nfreq = 3\n`,
  `${BASE}num_logs\t=\t7\n`,
  `${BASE}\tnum_logs = 7\n`,
  `${BASE}num_logs=7\n`,
  `${BASE}num_logs = 7\r\n`,
  `${BASE}num_logs = 7 # x\n`,
  `${BASE}num_logs =\n`,
  `${BASE}num_logs\n`,
  `${BASE}num_logs = 999\n`,
  `${BASE}num_logs = 1000\n`,
  `${BASE}max_log_file = 8M\n`,
  `${BASE}max_log_file = 0\n`,
  `${BASE}max_log_file_action = Keep_Logs\n`,
  `${BASE}max_log_file_action = delete\n`,
  `${BASE}space_left = 10\n`,
  `${BASE}space_left = 10%\nadmin_space_left = 20%\n`,
  `${BASE}space_left = 100%\n`,
  `${BASE}space_left_action = exec /bin/true\n`,
  `${BASE}space_left_action = exec\n`,
  `${BASE}space_left_action = exec bin/true\n`,
  `${BASE}admin_space_left_action = halt\ndisk_full_action = SINGLE\ndisk_error_action = syslog\n`,
  `${BASE}disk_error_action = rotate\n`,
  `${BASE}disk_full_action = email\n`,
  `${BASE}flush = INCREMENTAL\nfreq = 0\n`,
  `${BASE}flush = NONE\nfreq = 0\n`,
  'num_logs = 7\n',
];
/** What auditd calls the reader of a name when it is not that name. */
const NAMES: { readonly [reader: string]: string } = {
  max_log_size: 'max_log_file',
  max_log_size_action: 'max_log_file_action',
  space_action: 'space_left_action',
};

/**
 * A real auditd, in processes and mounts of its own: there it tells each line it reads, and then the kernel, which
 * takes orders of audit from the first PID namespace only, sends it away.
 */
const SCRIPT = `
for directory in etc/audit var/log run; do mount -t tmpfs none "$root/$directory"; done
mkdir "$root/etc/audit/plugins.d" "$root/var/log/audit"
for i in $(seq 0 $last); do
  install -m 0640 "$texts/$i" "$root/etc/audit/auditd.conf"
  echo "text $i"
  chroot "$root" /usr/sbin/auditd -f -n 2>&1 || true
done
`;

function said(release: Release, texts: readonly string[]): readonly string[] {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-auditd-'));
  try {
    for (const [i, text] of texts.entries()) writeFileSync(join(place, String(i)), text);
    const env = {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C',
      root: debianRoot(release),
      texts: place,
      last: String(texts.length - 1),
    };
    const isolated = ['--mount', '--pid', '--fork', '--kill-child', '--net', '--ipc'];
    const { status, stdout, stderr } = spawnSync('unshare', [...isolated, 'sh', '-euc', SCRIPT], {
      env,
      encoding: 'latin1',
    });
    assert.equal(status, 0, stderr);
    return stdout.split(/^text \d+\n/m).slice(1);
  } finally {
    rmSync(place, { recursive: true });
  }
}

function ours(text: string): { readonly read: readonly string[]; readonly starts: boolean } {
  try {
    const conf = parseAuditdConf(text);
    const read = conf.settings.map(({ name, value }) => `${name} ${value.split(' ')[0]}`);
    return { read, starts: auditdProblem(conf) === null };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { read: [], starts: false };
  }
}

for (const release of ['bookworm', 'trixie'] as const) {
  test(`what we make of auditd.conf is what auditd of ${release} makes of it`, () => {
    for (const [i, answer] of said(release, TEXTS).entries()) {
      const text = TEXTS[i] ?? '';
      const mine = ours(text);
      assert.equal(answer.includes('config_manager init complete'), mine.starts, `${text}\n${answer}`);
      if (!mine.starts) continue;
      const read = [...answer.matchAll(/^(\w+)_parser called with: (.*)$/gm)].map(
        ([, reader = '', value]) => `${NAMES[reader] ?? reader} ${value}`,
      );
      assert.deepEqual(read, mine.read, text);
    }
  });
}
