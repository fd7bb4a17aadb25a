import { definePlaybook, logForwarding } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'audit/host-log-forwarding',
  title: 'Send what this host records to another one',
  severity: 'medium',
  mode: 'param',
  profiles: ['strict'],
  why: `
    Who becomes root on a host can rewrite every log on it, and the first thing that is
    missing after a break-in is how it began. A record that has left in the same second
    is out of reach. On the way it is encrypted, since logs hold names, addresses and at
    times a secret; and it waits on disk while the other host cannot be reached.
  `,
  mayBreak: [
    'records while rsyslog is restarted: a second or so of them comes late',
    'disk space of /var/spool/rsyslog, up to 1 GiB while the target cannot be reached',
    "the size of local logs, which hold auditd's records besides",
    'secrets that programs and containers write to the log: they are on the target, too',
  ],
  references: {
    'cis-debian-12': ['6.1.3.6'],
    'cis-ubuntu-24.04': ['6.1.3.6'],
    'cis-rhel-9': ['6.2.3.6'],
    'cis-sle-15': ['4.2.1.5'],
    'stig-rhel-9': ['RHEL-09-652040', 'RHEL-09-652055'],
    'stig-sle-15': ['SLES-15-010580'],
    'nist-800-53': ['AU-4(1)', 'AU-9(2)'],
    'pci-dss-4.0.1': ['10.3.3'],
    'iso-27001-2022': ['A.8.15'],
  },

  params: {
    target: {
      type: 'text',
      describe:
        'the host that collects records, by the name in its certificate: logs.example.org, or with a port other than 6514',
      default: '',
    },
    ca: {
      type: 'text',
      describe:
        "a file with the certificates that vouch for the target's; empty for those that this system trusts",
      default: '',
    },
  },

  facts: {
    rsyslog: logForwarding.rsyslog,
    silence: logForwarding.journalSilence,
    upload: logForwarding.journalUpload,
    plugins: logForwarding.auditPlugins,
    hostname: logForwarding.hostname,
    caBundle: logForwarding.caBundle,
  },

  assess: ({ facts, params }) => logForwarding.leavesHost(facts, params),
});
