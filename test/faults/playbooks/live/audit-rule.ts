import { wishing } from '../../lab/wishing.ts';

const RULES = ['adjtimex', 'settimeofday'].map(
  (call) => `-a always,exit -F arch=b64 -S ${call} -F key=holdfast-faults`,
);

export default wishing('live/audit-rule', [
  {
    kind: 'entry',
    key: '/etc/audit/rules.d/60-faults.rules',
    part: 'text',
    desired: RULES.map((rule) => `${rule}\n`).join(''),
  },
  ...RULES.map((rule) => ({ kind: 'audit-rule' as const, key: rule, desired: true })),
]);
