import { Command, InvalidArgumentError, Option } from 'commander';
import { Refused } from '../model/refusal.ts';
import { refusedJson } from '../report/refused-json.ts';
import { loadCatalogue } from './catalogue.ts';
import type { ExitCode, Given } from './command.ts';
import type { Options } from './options.ts';
import { parseDuration } from './parse-duration.ts';
import { openTarget, type Target } from './target.ts';
import { createTerminal } from './terminal.ts';
import { VERSION } from './version.ts';

type Act<A extends unknown[]> = (given: Given, ...rest: A) => Promise<ExitCode>;

const EXIT_CODES = `
Exit codes:
  0  done, or nothing to do
  1  trouble: usage, unreadable input, a bug
  2  findings or unknowns (scan), changes pending (plan), drift (verify)
  3  refused, nothing changed
  4  failed or interrupted, and everything undone
  5  a person is needed; the message says what to do`;

/** The command line. Commands load only what they need. The exit code is handed to \`end\`. */
export function createProgram(end: (code: ExitCode) => void): Command {
  const program = new Command('holdfast')
    .description('Hardens a Linux container host, and takes every bit of it back.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXIT_CODES)
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true, helpWidth: 80 })
    .exitOverride();

  function command<A extends unknown[]>(
    usage: string,
    description: string,
    load: () => Promise<Act<A>>,
  ): Command {
    return withCommonOptions(program.command(usage).description(description)).action(
      async (...all: unknown[]) => {
        // commander hands over the arguments, the options and the command itself.
        const options = all.at(-2) as Options;
        const args = all.slice(0, -1) as A;
        const act = await load();
        end(await answer(act, await prepare(options), args));
      },
    );
  }

  command(
    'scan [ids...]',
    'what is wrong, with evidence',
    async () => (await import('./commands/scan.ts')).scanCommand,
  );
  command(
    'plan [ids...]',
    'the exact diff',
    async () => (await import('./commands/plan.ts')).planCommand,
  ).option('--save <file>', 'write the plan to a file, for apply --plan');
  command(
    'apply [ids...]',
    'make the changes',
    async () => (await import('./commands/apply.ts')).applyCommand,
  )
    .option('--plan <file>', 'apply exactly a saved plan, or refuse')
    .option('--unattended', 'never ask; the policy decides')
    .addOption(
      new Option(
        '--confirm-within <time>',
        'take it back unless "confirm" comes in time: 90s, 10m, 1h',
      ).argParser(parseDuration),
    )
    .addOption(
      new Option('--on-error <what>', 'undo everything, or keep what was done').choices(['rollback', 'keep']),
    )
    .option('--fail-on-remaining', 'exit with 2 when something remains for a person');
  command(
    'confirm <run>',
    'keep a run that waits for confirmation',
    async () => (await import('./commands/confirm.ts')).confirmCommand,
  );
  command(
    'guide [ids...]',
    'one finding after the other: why, the diff, and what you decide',
    async () => (await import('./commands/guide.ts')).guideCommand,
  ).option('--plain', 'numbered lines and nothing that is drawn over, for a screen reader');
  command(
    'history [run]',
    'runs; one run with its changes and diffs',
    async () => (await import('./commands/history.ts')).historyCommand,
  );
  command(
    'rollback [run]',
    'put back what a run changed; shows its diff first',
    async () => (await import('./commands/rollback.ts')).rollbackCommand,
  )
    .option('--last', 'the last run that is not rolled back yet')
    .option('--playbook <id>', "only this playbook's share")
    .addOption(new Option('--change <n>', 'only this change').argParser(number))
    .addOption(
      new Option('--on-drift <what>', 'where somebody has changed it since')
        .choices(['refuse', 'merge', 'keep', 'force'])
        .default('refuse'),
    )
    .option('--yes', 'do not ask');
  command(
    'recover',
    'finish or undo interrupted work',
    async () => (await import('./commands/recover.ts')).recoverCommand,
  ).addOption(new Option('--due', 'as the timer of a waiting run asks').hideHelp());
  command(
    'verify [run]',
    'is the journal sound, is the host still as applied',
    async () => (await import('./commands/verify.ts')).verifyCommand,
  );
  command(
    'purge <run>',
    'give up the way back; the lines stay in history',
    async () => (await import('./commands/purge.ts')).purgeCommand,
  ).option('--yes', 'do not ask');
  command(
    'waive <id> <object>',
    'accept what a playbook finds, with a reason and an end: a section of the policy',
    async () => (await import('./commands/waive.ts')).waiveCommand,
  )
    .requiredOption('--reason <text>', 'why it stays as it is')
    .requiredOption('--owner <who>', 'whom to ask about it')
    .requiredOption('--until <day>', 'the last day it holds, as 2027-01-31');
  command(
    'explain <id>',
    'why a playbook matters, what it may break',
    async () => (await import('./commands/explain.ts')).explainCommand,
  );
  command('list', 'the playbooks', async () => (await import('./commands/list.ts')).listCommand);
  command(
    'capture <dir>',
    'write this host to files, without its secrets',
    async () => (await import('./commands/capture.ts')).captureCommand,
  );
  return program;
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--root <dir>', 'work on this directory as the root: an image, a mounted disk')
    .option('--snapshot <dir>', 'work on a captured host; nothing is written')
    .option('--policy <file>', 'instead of /etc/holdfast/policy.ini')
    .addOption(
      new Option('--profile <name>', 'which playbooks').choices(['baseline', 'container-host', 'strict']),
    )
    .option('--state-dir <dir>', 'instead of /var/lib/holdfast')
    .addOption(new Option('--format <name>', 'of the report').choices(['text', 'json']).default('text'))
    .option('--out <file>', 'write the report there')
    .option('--no-color', 'no colors')
    .option('--quiet', 'only the last word', false)
    .exitOverride();
}

/** Runs a command until its reports are written. A program that asked for a document gets one for a refusal, too. */
async function answer<A extends unknown[]>(act: Act<A>, given: Given, args: A): Promise<ExitCode> {
  const { options, terminal } = given;
  try {
    try {
      return await act(given, ...args);
    } finally {
      terminal.finish();
    }
  } catch (error) {
    if (error instanceof Refused && options.format === 'json') {
      process.stdout.write(refusedJson(error.refusal));
    }
    throw error;
  }
}

async function prepare(options: Options): Promise<Given> {
  let target: Target | null = null;
  return {
    options,
    terminal: createTerminal(options),
    target: () => {
      target ??= openTarget(options);
      return target;
    },
    catalogue: await loadCatalogue(),
    needsSafePolicy: process.getuid?.() === 0 && options.snapshot === undefined,
  };
}

function number(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is the number of a change.');
  return Number(text);
}
