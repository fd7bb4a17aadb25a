import type { SourcedAptSource } from '../facts/apt-sources.ts';
import type { AptValue } from '../formats/apt-config.ts';
import type { Evidence } from '../model/requirement.ts';

/** The statement that gave a value, or that nobody says anything. */
export function aptEvidence(value: AptValue | null, name: string): Evidence {
  if (value === null) return { source: '/etc/apt/apt.conf.d', says: `${name} is not set`, wins: true };
  const { source, line } = value.by;
  return { source, line, says: `${value.name} "${value.value}"`, wins: true };
}

export function sourceEvidence(each: SourcedAptSource, wins: boolean): Evidence {
  const { source, line, types, uris, suites, components, enabled } = each;
  const says = [...types, ...uris.map(withoutUser), ...suites, ...components].join(' ');
  return { source, line, says: enabled ? says : `${says} (switched off)`, wins };
}

/** An address without the name and password that somebody may have written into it. */
export function withoutUser(uri: string): string {
  return uri.replace(/\/\/[^/]*@/, '//');
}
