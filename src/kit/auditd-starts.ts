import type { Auditd } from '../facts/auditd.ts';
import type { Requirement } from '../model/requirement.ts';

const SOURCE = '/etc/audit/auditd.conf';

/** None where auditd starts with its file; else what a person must correct first. */
export function auditdStarts({ problem }: Auditd): readonly Requirement[] {
  if (problem === null) return [];
  const { line, why } = problem;
  const at = line === null ? {} : { line };
  return [
    {
      object: `file:${SOURCE}`,
      statement: 'auditd starts with its configuration',
      verdict: 'manual',
      evidence: [{ source: SOURCE, ...at, says: `auditd does not start: ${why}`, wins: true }],
      wishes: [],
      steps: [
        line === null
          ? `make ${SOURCE} a file of root's own: rm the link if it is one and copy its target there; chown root:root ${SOURCE}; chmod 0640 ${SOURCE}`
          : `correct ${SOURCE}, line ${line}: ${why}`,
        'systemctl restart auditd.service, where it does not run; then plan again',
      ],
    },
  ];
}
