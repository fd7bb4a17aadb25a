import { CommanderError } from 'commander';
import { Refused } from '../model/refusal.ts';
import { refusalExitCodes } from '../report/refusal-exit-codes.ts';
import { refusalSentence } from '../report/refusal-sentence.ts';
import { wrap } from '../report/wrap.ts';
import { createProgram } from './program.ts';

const { argv, stdout, stderr } = process;

// Whoever reads us may stop reading: `holdfast history | head`. That ends the talking, never a run.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined);

async function main(): Promise<void> {
  try {
    await createProgram((code) => {
      process.exitCode = code;
    }).parseAsync(argv);
  } catch (error) {
    process.exitCode = trouble(error);
  }
}

function trouble(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
  if (error instanceof Refused) {
    stderr.write(`${wrap('holdfast: ', refusalSentence(error.refusal))}\n`);
    return refusalExitCodes[error.refusal.code];
  }
  stderr.write('holdfast: this is a bug, and not yours. Please report it with what follows.\n');
  stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

void main();
