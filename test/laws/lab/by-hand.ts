/** Only a person can move data, until that move is built: such a playbook starts `manual` somewhere, and never `unmet`. */
export const BY_HAND: readonly string[] = [
  'files/file-integrity-monitoring',
  'storage/docker-data-filesystem',
];
