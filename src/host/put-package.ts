import { readdirSync } from 'node:fs';
import { dpkgUpdates } from '../formats/dpkg-database.ts';
import type { PackageFile } from '../model/host.ts';
import { Refused } from '../model/refusal.ts';
import { needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import { namelessFile } from './nameless-file.ts';
import { JOB_MS, type ProgramOptions, runProgram } from './run-program.ts';
import { errnoOf } from './system-error.ts';

const UPDATES = '/var/lib/dpkg/updates';
/** The rest of the transaction is planned, and may come before or after; what a crash has left half done is done again. */
const FORCED = '--force-depends,remove-reinstreq,confold';
/** Where dpkg finds the file among the descriptors that it is given. */
const FILE = '/proc/self/fd/3';

/** By dpkg(1) itself: it takes no other package along, and asks nothing. */
export async function putPackage(name: string, to: PackageFile | null): Promise<void> {
  const isResumed = wasInterrupted();
  if (to === null) await dpkg(['--remove', '--', name]);
  else if (await isOnlyMarked(name, to.version))
    await dpkg(['--set-selections'], { input: `${name} install\n` });
  else if (to.file === null) throw new Error(`no file of ${name}`);
  else {
    using file = namelessFile(to.file);
    await dpkg(['--install', FILE], { descriptors: [file.fd] });
  }
  // A plan is refused where dpkg was interrupted before: what is left half done now is this run's own.
  if (isResumed) await dpkg(['--configure', '--pending']);
}

/** A removal that its own script has refused leaves all of the package, marked to go: another installation would ask that script again. */
async function isOnlyMarked(name: string, version: string): Promise<boolean> {
  const query = needProgram('dpkg-query', 'dpkg', 'look at packages');
  const format = '${db:Status-Want} ${db:Status-Status} ${Version}';
  const { stdout } = await runProgram(query, ['--show', '--showformat', format, '--', name]);
  return Buffer.from(stdout).toString('utf8') === `deinstall installed ${version}`;
}

async function dpkg(
  args: readonly string[],
  given: Pick<ProgramOptions, 'descriptors' | 'input'> = {},
): Promise<void> {
  const program = needProgram('dpkg', 'dpkg', 'install and remove packages');
  const { status, stderr } = await runProgram(program, [FORCED, ...args], {
    ...given,
    environment: { DEBIAN_FRONTEND: 'noninteractive', DPKG_COLORS: 'never' },
    longestMs: JOB_MS,
  });
  if (status === 0) return;
  const why = inOneLine(stderr);
  throw new Refused({ code: 'command-failed', args: { command: ['dpkg', ...args].join(' '), why } });
}

function wasInterrupted(): boolean {
  try {
    return dpkgUpdates(readdirSync(UPDATES)).length > 0;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}
