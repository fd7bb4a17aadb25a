/** What holds for every playbook on every host, whoever wrote it. docs/writing-a-playbook.md says why, in this order. */
export const LAWS = [
  'planning writes nothing',
  'the same plan twice',
  'apply and rollback succeed',
  'what was unmet ends met or pending',
  'what was met stays met',
  'the host is as the overlay said',
  'the next plan is empty',
  'a reboot changes nothing',
  'a rollback leaves all as it was',
  'the parts commute',
  'evaluators agree with the tools',
  'the workload works as before',
] as const;

export type Law = (typeof LAWS)[number];

/** A law that does not hold, and of what. */
export interface BrokenLaw {
  readonly law: Law;
  readonly what: string;
}
