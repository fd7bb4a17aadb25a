import type { Path } from '../model/path.ts';
import type { AptStatement } from './apt-conf.ts';

export interface SourcedAptStatement extends AptStatement {
  readonly source: Path;
}

/** A value of apt's configuration, and the statement that gave it. */
export interface AptValue {
  /** As it was written first; apt's names are the same in any case. */
  readonly name: string;
  readonly value: string;
  readonly by: SourcedAptStatement;
}

/** What all statements come to, in the order of their names' first appearance. */
export interface AptConfig {
  readonly values: readonly AptValue[];
}

/**
 * Plays the statements of all files one after the other: a scalar's last value stays, list items add up, `#clear`
 * takes away what was there until then. Includes must have been put in their place.
 */
export function aptConfig(statements: readonly SourcedAptStatement[]): AptConfig {
  const values = new Map<string, AptValue>();
  for (const [i, by] of statements.entries()) {
    const { says, name, value } = by;
    const key = name.toLowerCase();
    if (says === 'clear') {
      for (const each of values.keys()) if (each === key || each.startsWith(`${key}::`)) values.delete(each);
    } else if (says === 'set') {
      // Items of a list have no name that a later one could meet.
      const unique = name.endsWith('::') ? `${key}${i}` : key;
      values.set(unique, { name: values.get(unique)?.name ?? name, value, by });
    }
  }
  return { values: [...values.values()] };
}

/** The scalar of that name; null where nothing sets it. */
export function aptScalar(config: AptConfig, name: string): AptValue | null {
  return config.values.find((each) => each.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** What apt's value lists are: whatever stands directly below the name, named or not. */
export function aptList(config: AptConfig, name: string): readonly AptValue[] {
  const prefix = `${name.toLowerCase()}::`;
  return config.values.filter(
    (each) => each.name.toLowerCase().startsWith(prefix) && !each.name.slice(prefix.length).includes('::'),
  );
}

/** apt's StringToBool(): its words in any case, and the numbers 0 and 1; null for anything else. */
export function aptBool(value: string): boolean | null {
  if (/^(?:no|false|without|off|disable)$/i.test(value)) return false;
  if (/^(?:yes|true|with|on|enable)$/i.test(value)) return true;
  if (/^\s*[+-]?0*[01]$/.test(value) && !value.includes('-')) return value.endsWith('1');
  return null;
}
