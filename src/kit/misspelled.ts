import type { Requirement } from '../model/requirement.ts';

/** Values of a parameter that cannot be understood: nothing is judged by what is left of them. */
export function misspelled(
  playbook: string,
  param: string,
  wrong: readonly string[],
  why: string,
): readonly Requirement[] {
  if (wrong.length === 0) return [];
  return [
    {
      object: `param:${param}`,
      verdict: 'manual',
      statement: `${param} can be understood`,
      evidence: wrong.map((text) => ({
        source: '/etc/holdfast/policy.ini',
        says: `${text === '' ? 'an empty value' : text} ${why}`,
        wins: true,
      })),
      wishes: [],
      steps: [
        `correct ${param} in /etc/holdfast/policy.ini, in the section [${playbook}]`,
        'then plan again',
      ],
    },
  ];
}
