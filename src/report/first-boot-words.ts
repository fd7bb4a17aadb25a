import type { FirstBoot } from '../model/run.ts';
import { safeLine } from './safe-line.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

/** What is known of an image's first boot, in lines. */
export function firstBootWords(firstBoot: FirstBoot | undefined): readonly string[] {
  if (firstBoot === undefined) return [];
  if (firstBoot.status === 'armed') {
    const what =
      'a unit looks whether all is in force, tells the system journal and this history, and removes itself.';
    return [wrap('At the first boot of this image ', what)];
  }
  const { at, looked, differences } = firstBoot;
  const outcome =
    differences.length === 0
      ? `all ${looked} looked at were in force.`
      : `${differences.length} of ${looked} looked at were not in force:`;
  return [
    wrap('', `At the first boot (${visibleLine(at)}) ${outcome}`),
    ...differences.map((difference) => wrap('  ', safeLine(difference))),
  ];
}
