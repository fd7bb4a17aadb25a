import type { Auditd } from '../facts/auditd.ts';
import { auditdSetting } from '../formats/auditd-conf.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Requirement } from '../model/requirement.ts';

interface Given {
  readonly auditd: Auditd;
  readonly timers: readonly string[];
}

/** Each timer that was named starts at boot, so that closed logs are taken away before they fill the disk. */
export function auditLogArchive({ auditd, timers }: Given, named: readonly string[]): Requirement {
  const missing = named.filter((timer) => !timers.includes(timer));
  const about = {
    object: 'log:archive',
    statement: 'closed audit logs are archived regularly',
    evidence: [
      ...named.map((timer) => ({
        source: '/etc/systemd/system/timers.target.wants',
        says: `${timer} is ${missing.includes(timer) ? 'not ' : ''}enabled`,
        wins: true,
      })),
      ...(named.length === 0
        ? [{ source: 'archived-by', says: 'no timer is named that archives', wins: true }]
        : []),
    ],
    wishes: [],
  };
  if (named.length > 0 && missing.length === 0) return { ...about, verdict: 'met' };
  const enabling = missing.map((timer) => `systemctl enable --now ${shellWord(timer)}`);
  return { ...about, verdict: 'manual', steps: named.length > 0 ? enabling : steps(auditd) };
}

/**
 * A log is moved aside first: auditd renumbers logs at any time, and a name may stand for another one a moment later.
 */
function steps(auditd: Auditd): readonly string[] {
  const at = shellWord(auditd.directory);
  const log = shellWord(auditdSetting(auditd, 'log_file')?.value.replace(/^.*\//, '') ?? 'audit.log');
  const script = [
    '#!/bin/sh',
    'set -eu',
    'archive=ARCHIVE',
    `cd ${at}`,
    `for log in ${log}.[0-9]*; do [ ! -f "$log" ] || mv "$log" "closed/$(date +%Y%m%dT%H%M%S.%N)-$log"; done`,
    'cd closed',
    `for log in *-${log}.*; do`,
    '  [ -f "$log" ] || continue',
    '  gzip -c "$log" > "$archive/$log.gz.part"',
    '  (cd "$archive" && mv "$log.gz.part" "$log.gz" && sha256sum "$log.gz" >> SHA256SUMS && sync -f .)',
    '  rm "$log"',
    'done',
  ];
  const lines = script.map((line) => `'${line.replaceAll("'", `'\\''`)}'`).join(' ');
  return [
    `choose where closed logs go, on another file system or another host's, ARCHIVE below; then: install -d -m 0700 ${at}/closed ARCHIVE`,
    `printf '%s\\n' ${lines} > /usr/local/sbin/audit-archive && chmod 0750 /usr/local/sbin/audit-archive`,
    `printf '%s\\n' '[Service]' 'Type=oneshot' 'ExecStart=/usr/local/sbin/audit-archive' > /etc/systemd/system/audit-archive.service`,
    `printf '%s\\n' '[Timer]' 'OnCalendar=daily' 'Persistent=true' '[Install]' 'WantedBy=timers.target' > /etc/systemd/system/audit-archive.timer`,
    'systemctl daemon-reload && systemctl enable --now audit-archive.timer',
    'set archived-by = audit-archive.timer in [audit/log-retention] of the policy',
  ];
}
