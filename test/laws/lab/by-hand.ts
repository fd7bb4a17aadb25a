/** Only a person can move data, until that move is built, or choose when containers restart for a new engine: such a playbook starts `manual` somewhere, and never `unmet`. */
export const BY_HAND: readonly string[] = [
  'software/docker-engine-version',
  'storage/docker-data-filesystem',
];
