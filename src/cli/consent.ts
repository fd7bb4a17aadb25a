import { Refused } from '../model/refusal.ts';
import { ask } from './ask.ts';
import type { Terminal } from './terminal.ts';

/** Asks whoever is at the terminal; where nobody is, refuses and names the words that say yes on the command line. */
export async function consent(terminal: Terminal, question: string, command: string): Promise<boolean> {
  if (!terminal.isInteractive) throw new Refused({ code: 'no-consent', args: { command } });
  const isYes = await ask(question);
  if (!isYes) terminal.say('Nothing was changed.\n');
  return isYes;
}
