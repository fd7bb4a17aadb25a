import { audit, definePlaybook } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'audit/auditd-active',
  title: 'The audit daemon records, from the start of the kernel on',
  severity: 'medium',
  mode: 'partial',
  profiles: ['container-host', 'strict'],
  why: `
    Without auditd the kernel's records go to the system's log or nowhere, and no rule keeps
    anything. Processes that were started before audit was turned on, such as a container
    engine's, are never recorded: so the kernel itself must be told at boot.
  `,
  mayBreak: [
    'other programs that read audit records from the kernel, which gives them to one only',
    'rules that somebody loaded by hand: the start of auditd loads those of the files in their place',
  ],
  references: {
    'cis-debian-12': ['6.2.1.1', '6.2.1.2', '6.2.1.3', '6.2.1.4'],
    'cis-ubuntu-24.04': ['6.2.1.1', '6.2.1.2', '6.2.1.3', '6.2.1.4'],
    'cis-rhel-9': ['6.3.1.1', '6.3.1.2', '6.3.1.3', '6.3.1.4'],
    'cis-sle-15': ['4.1.1.1', '4.1.1.2', '4.1.1.3'],
    'stig-ubuntu-24.04': ['UBTU-24-100400', 'UBTU-24-100410', 'UBTU-24-102010'],
    'stig-rhel-9': ['RHEL-09-653010', 'RHEL-09-653015', 'RHEL-09-212055', 'RHEL-09-653120'],
    'stig-sle-15': ['SLES-15-030650', 'SLES-15-030050'],
    'nist-800-53': ['AU-2', 'AU-12', 'AU-14(1)'],
    'pci-dss-4.0.1': ['10.2.1', '10.7.2'],
    'iso-27001-2022': ['A.8.15'],
  },

  facts: {
    container: audit.container,
    rules: audit.readableRules,
    auditd: audit.service,
    loader: audit.loader,
    install: audit.package,
    boot: audit.bootParameters,
    arguments: audit.kernelArguments,
  },

  applies: ({ facts: { container } }) =>
    container === null ||
    `a container (${container}) has no audit of its own: the machine that runs it records`,

  assess: ({ facts: { boot, ...facts } }) => [audit.runs(facts), audit.boot(boot, facts.arguments)],
});
