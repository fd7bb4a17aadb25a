import { CommanderError } from 'commander';
import { Refused } from '../model/refusal.ts';
import { refusalExitCodes } from '../report/refusal-exit-codes.ts';
import { refusalSentence } from '../report/refusal-sentence.ts';
import { wrap } from '../report/wrap.ts';
import { createProgram } from './program.ts';

const { argv, stdout, stderr } = process;

// Whoever reads us may stop reading (`holdfast history | head`), and a terminal may go away. That ends the talking, never a run.
stderr.on('error', () => undefined);
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || error.code === 'EIO') return;
  stderr.write(`holdfast: the report could not be written: ${error.message}\n`);
  process.once('exit', () => {
    process.exitCode = 1;
  });
});

// Every mode is asked for by number; the caller's mask must take nothing away from it.
process.umask(0o022);

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
