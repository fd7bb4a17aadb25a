import type { Run } from '../model/run.ts';
import { counted } from './counted.ts';
import { durationWords } from './duration-words.ts';
import { effectWords } from './effect-words.ts';
import { findingsText } from './finding-text.ts';
import { firstBootWords } from './first-boot-words.ts';
import { painter } from './paint.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { runStatusWords } from './run-status-words.ts';
import type { TextOptions } from './text-options.ts';
import { thingWords } from './thing-words.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

/** What apply, rollback or recover did: the outcome, its changes by name, why it failed, what is left, the way back. */
export function runText(run: Run, options: TextOptions): string {
  const paint = painter(options.color);
  const outcome = wrap('', `Run ${visibleLine(run.id)} ${runStatusWords[run.status]}.`);
  const isGood = run.status === 'applied' || run.status === 'waiting';
  const why = run.refusals.map((refusal) => wrap('Because: ', refusalSentence(refusal)));
  const left = run.remaining.filter(({ verdict }) => verdict !== 'met' && verdict !== 'not-applicable');
  const changes = run.changes.map((change) => `  ${change.number}. ${thingWords(change)}`);
  const effects = run.effects.map((effect) => `  then ${effectWords(effect)}`);
  const leftOut = (run.leftOut ?? []).flatMap(({ playbook, refusals }) =>
    refusals.map((refusal) => wrap(`${visibleLine(playbook)}: `, refusalSentence(refusal))),
  );
  const blocks = [
    [paint(isGood ? 'good' : 'bad', outcome), ...why],
    leftOut.length === 0 ? [] : [paint('bad', 'Left out, with nothing of it done:'), ...leftOut],
    options.quiet ? [] : [...title(run), ...changes, ...effects],
    options.quiet || left.length === 0 ? [] : ['Still open:', findingsText(left, paint)],
    options.quiet ? [] : firstBootWords(run.firstBoot),
    options.quiet ? [] : nextSteps(run).map((step) => wrap('', step)),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function title(run: Run): readonly string[] {
  const count = counted(run.changes.length, 'change');
  return [run.of === undefined ? `${count}:` : `${count}, taking back run ${visibleLine(run.of)}:`];
}

function nextSteps(run: Run): readonly string[] {
  const id = visibleLine(run.id);
  switch (run.status) {
    case 'applied':
      return [`To take it back: holdfast rollback ${id}`, `To see the diffs: holdfast history ${id}`];
    case 'waiting':
      return [
        `To keep it${run.waits?.by === 'controller' ? '' : ', log in once more to prove that you can, and there'}: holdfast confirm ${id}`,
        `If nobody does within ${durationWords(run.waits?.withinSeconds ?? 0)}, or at the next boot, it goes back.`,
        `To take it back at once: holdfast rollback ${id}`,
      ];
    case 'undone':
      return ['Settle what is named above, then make a new plan: holdfast plan'];
    case 'partly':
      return [
        `To take back what was done: holdfast rollback ${id}`,
        `To see what was done: holdfast history ${id}`,
      ];
    case 'unfinished':
      return ['Next: holdfast recover'];
    case 'stuck':
      return [
        'A person is needed. Look at what is named above and make it as it was before, or as the run wanted it.',
        `To see both: holdfast history ${id}`,
        'Then: holdfast recover',
      ];
    case 'rescued':
      return [
        'To see what may still differ: holdfast verify',
        'A reboot brings live state in line with the files.',
      ];
    case 'purged':
      return [];
  }
}
