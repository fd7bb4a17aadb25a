import type { Fact } from '../model/playbook.ts';

/** The directory that is looked at as an image; null on a running system. */
export const imageRoot: Fact<string | null> = {
  name: 'image-root',
  read: async ({ identity }) => (identity.type === 'image' ? identity.root : null),
};
