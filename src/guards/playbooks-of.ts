import type { Change } from '../model/change.ts';

/** Whose changes these are, for a sentence. */
export function playbooksOf(changes: readonly Change[]): string {
  return [...new Set(changes.flatMap(({ parts }) => parts.map(({ playbook }) => playbook)))].join(', ');
}
