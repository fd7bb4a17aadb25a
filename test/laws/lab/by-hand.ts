/**
 * Only a person can move data, until that move is built, and stop a program that somebody may need: such a playbook
 * starts `manual` somewhere, and never `unmet`.
 */
export const BY_HAND: readonly string[] = ['network/listening-ports', 'storage/docker-data-filesystem'];
