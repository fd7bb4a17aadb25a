import type { SourcedAptSource } from '../facts/apt-sources.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Requirement } from '../model/requirement.ts';
import type { AptDistribution } from './apt-distribution.ts';
import { sourceEvidence } from './apt-evidence.ts';

/** The distribution's security archive is among the sources, for every component that packages come from. */
export function hasSecuritySource(
  sources: readonly SourcedAptSource[],
  { names, suites, uri }: AptDistribution,
): Requirement {
  const binary = sources.filter(({ types }) => types.includes('deb'));
  const security = binary.filter((each) => each.suites.some((suite) => suites.includes(bare(suite))));
  const releases = binary.filter(
    (each) => each.enabled && each.suites.some((suite) => bare(suite) === names.codename),
  );
  const on = security.filter(({ enabled }) => enabled);
  const about = {
    object: 'source:security',
    statement: `apt gets packages from the security archive of ${names.id} ${names.codename}`,
    evidence: [
      ...on.map((each) => sourceEvidence(each, true)),
      ...(on.length > 0
        ? []
        : [
            {
              source: '/etc/apt/sources.list.d',
              says: `no source of ${names.codename}-security`,
              wins: true,
            },
          ]),
      ...[...security.filter(({ enabled }) => !enabled), ...(on.length > 0 ? [] : releases)].map((each) =>
        sourceEvidence(each, false),
      ),
    ],
    wishes: [],
  };
  if (on.length > 0) return { ...about, verdict: 'met' };
  const [off] = security;
  if (off !== undefined)
    return {
      ...about,
      verdict: 'manual',
      steps: [
        `take "Enabled: no" out of the paragraph on line ${off.line} of ${off.source}`,
        'apt-get update',
      ],
    };
  const components = releases[0]?.components ?? ['main'];
  const line = ['deb', uri, `${names.codename}-security`, ...components].join(' ');
  return {
    ...about,
    verdict: 'manual',
    steps: [
      'where the host has a mirror of its own, take its address instead',
      `echo ${shellWord(line)} > /etc/apt/sources.list.d/security.list`,
      'apt-get update',
    ],
  };
}

/** `bookworm-security/updates` of older days, and a slash at the end, name the same. */
function bare(suite: string): string {
  return suite.replace(/\/.*$/, '');
}
