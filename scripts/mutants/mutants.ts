import { situationMutants } from '../situations/situation-mutants.ts';
import { confirming } from './confirming.ts';
import { deciding } from './deciding.ts';
import { laws } from './laws.ts';
import { making } from './making.ts';
import type { Mutant } from './mutant.ts';
import { sshd } from './sshd.ts';
import { toDisk } from './to-disk.ts';

/** All of them, in the order in which they are tried. */
export const mutants: readonly Mutant[] = [
  ...toDisk,
  ...confirming,
  ...deciding,
  ...making,
  ...laws,
  ...sshd,
  ...situationMutants,
];
