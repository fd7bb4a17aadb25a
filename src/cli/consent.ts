import { Refused } from '../model/refusal.ts';
import { ask } from './ask.ts';
import type { Terminal } from './terminal.ts';

export interface Question {
  readonly question: string;
  /** The words that say yes on the command line, for where nobody can be asked. */
  readonly command: string;
  /** What is consented to, where it was not shown yet. */
  readonly show: string | null;
}

/** Asks whoever is at the terminal, who has what it is about before their eyes; refuses where nobody is. */
export async function consent(terminal: Terminal, { question, command, show }: Question): Promise<boolean> {
  if (!terminal.isInteractive) throw new Refused({ code: 'no-consent', args: { command } });
  if (show !== null) terminal.say(show);
  const isYes = await ask(question);
  if (!isYes) terminal.say('Nothing was changed.\n');
  return isYes;
}
