import type { PamCode, PamModule } from './pam.ts';
import type { PamHandler } from './pam-stack.ts';

/** What became of somebody who came to a stack. */
export interface PamOutcome {
  readonly admitted: boolean;
  /** Modules in the order in which they were asked. */
  readonly asked: readonly (PamModule & { readonly path: string })[];
}

/** How it looks so far, and with which answer it would end. */
interface Impression {
  readonly looks: 'undecided' | 'good' | 'bad';
  readonly answer: PamCode | 'refused';
}

const UNDECIDED: Impression = { looks: 'undecided', answer: 'refused' };
const REFUSED: Impression = { looks: 'bad', answer: 'refused' };

/**
 * Goes through a stack as libpam's dispatcher does. `answers` says what a module would answer. A substack that dies or
 * is done ends itself only; a jump counts a substack as one, and one that leads past the end refuses.
 */
export function runPam(
  stack: readonly PamHandler[],
  answers: (module: PamModule & { readonly path: string }) => PamCode,
): PamOutcome {
  const asked: PamOutcome['asked'][number][] = [];
  const entered: Impression[] = [UNDECIDED];
  let now: Impression = UNDECIDED;
  let level = 0;
  for (let at = 0; at < stack.length; at++) {
    const handler = stack[at];
    if (handler === undefined) break;
    if (level < handler.level) entered[handler.level] = now;
    level = handler.level;
    if (handler.is === 'substack') continue;
    if (handler.is === 'broken') {
      now = REFUSED;
      continue;
    }
    const { module } = handler;
    asked.push(module);
    const answer = answers(module);
    const action = module.control[answer] ?? module.control['default'] ?? 'bad';
    let isDecided = false;
    if (typeof action === 'number') {
      let left = action;
      while (left > 0 && isWithin(stack[at + 1], level)) {
        do at++;
        while (isWithin(stack[at + 1], level + 1));
        left--;
      }
      if (left > 0) now = REFUSED;
    } else if (action === 'reset') {
      now = entered[level] ?? UNDECIDED;
    } else if (action === 'ok' || action === 'done') {
      if (now.looks === 'undecided' || (now.looks === 'good' && now.answer === 'success')) {
        now = { looks: 'good', answer };
      }
      isDecided = action === 'done' && now.looks === 'good';
    } else if (action !== 'ignore') {
      if (now.looks !== 'bad') now = { looks: 'bad', answer: answer === 'ignore' ? 'refused' : answer };
      isDecided = action === 'die';
    }
    while (isDecided && isWithin(stack[at + 1], level)) at++;
  }
  return { admitted: now.looks === 'good' && now.answer === 'success', asked };
}

function isWithin(handler: PamHandler | undefined, level: number): boolean {
  return handler !== undefined && handler.level >= level;
}
