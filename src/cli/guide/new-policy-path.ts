import { join } from 'node:path';
import type { Options } from '../options.ts';

/** Where a new policy is proposed: on this machine, as --policy would read it. */
export function newPolicyPath({ root, snapshot }: Pick<Options, 'root' | 'snapshot'>): string {
  return snapshot === undefined ? join(root ?? '/', 'etc/holdfast/guided.ini') : 'guided.ini';
}
