import { asEntryState } from '../kinds/entry-state.ts';
import type { Arming, RunChange, RunPlan } from '../model/run-plan.ts';
import { distinct } from './distinct.ts';
import { FIRST_BOOT_CLOSE, FIRST_BOOT_PRELUDE } from './first-boot-shell.ts';
import { plainName } from './plain-name.ts';
import { shellQuote } from './shell-quote.ts';
import { stateWords } from './state-words.ts';

/**
 * What an image does at its first boot after a run: plain POSIX shell that compares every entry with what the run
 * left, and the kernel settings and units that go with them, tells the system's journal, leaves a mark in the run's
 * folder, and takes its unit away. Text in host encoding.
 */
export function firstBootScript({ run, changes, effects }: RunPlan, firstBoot: Arming): string {
  const units = distinct(effects.flatMap((effect) => ('unit' in effect ? [effect.unit] : [])));
  return [
    FIRST_BOOT_PRELUDE.replaceAll('@RUN@', run),
    ...changes.filter(({ kind }) => kind === 'entry').map(look),
    ...units.map((unit) => `unit ${shellQuote(unit)}\n`),
    FIRST_BOOT_CLOSE,
    removal(firstBoot),
  ].join('');
}

function look({ number, key, after }: RunChange): string {
  // Its line in the rescue script of a later run that has changed it as well.
  const line = `path=${shellQuote(key)} keep=`;
  const lines = [
    `number=${number} label=${shellQuote(plainName(key))} path=${shellQuote(key)}`,
    `line=${shellQuote(line)} after=${shellQuote(stateWords(asEntryState(after)))}`,
    'entry',
  ];
  return `${lines.join('\n')}\n`;
}

function removal({ unit, link, directories }: Arming): string {
  const there = directories.filter(({ time }) => time !== null).map(({ path }) => path);
  const made = directories.filter(({ time }) => time === null).map(({ path }) => path);
  const times = there.map((path, i) => `time_${i}=$(stat -c %.9Y ${shellQuote(path)})`);
  const back = there.map((path, i) => `touch -c -m -d "@$time_${i}" ${shellQuote(path)}`);
  return [
    ...times,
    `rm -f ${shellQuote(link)} ${shellQuote(unit)} || say 4 "its unit could not be removed, and looks again at the next boot"`,
    ...made.toReversed().map((path) => `rmdir ${shellQuote(path)} 2> /dev/null`),
    ...back.toReversed(),
    'sync',
    '',
  ].join('\n');
}
