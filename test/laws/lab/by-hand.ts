/**
 * Only a person can move data, until that move is built, stop a program that somebody may need, or replace the engine:
 * such a playbook starts `manual` somewhere, and never `unmet`.
 */
export const BY_HAND: readonly string[] = [
  'files/file-integrity-monitoring',
  'network/listening-ports',
  'software/docker-engine-version',
  'storage/docker-data-filesystem',
];
