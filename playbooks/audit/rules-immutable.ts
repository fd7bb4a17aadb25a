import { audit, definePlaybook } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'audit/rules-immutable',
  title: 'Lock the audit rules from boot on',
  severity: 'low',
  mode: 'param',
  profiles: ['strict'],
  why: `
    Whoever has become root silences the audit log with one command, auditctl -D. Once the
    rules are locked only a reboot changes them, and a reboot is noticed.
  `,
  mayBreak: [
    'every later change of audit rules, and every rollback of one, until the host has rebooted',
    'tools that load rules of their own while they run',
    'what is not right yet: a restart of auditd locks the rules even before the reboot',
  ],
  references: {
    'cis-debian-12': ['6.2.3.20', '6.2.3.21'],
    'stig-ubuntu-24.04': ['UBTU-24-909000'],
    'stig-rhel-9': ['RHEL-09-654275'],
    'nist-800-53': ['AC-6(9)', 'AU-9'],
    'pci-dss-4.0.1': ['10.3.2'],
    'iso-27001-2022': ['A.8.15'],
  },
  params: {
    lock: {
      type: 'flag',
      describe: 'lock the rules at the next boot; then nothing but a reboot unlocks them',
      default: false,
    },
  },

  facts: { rules: audit.rules, activity: audit.activity },

  applies: ({ facts }) =>
    facts.rules.auditctl !== null || 'the audit daemon is not installed: there are no rules to lock',

  assess: ({ facts, params }) => [audit.immutable(facts, params.lock === true)],
});
