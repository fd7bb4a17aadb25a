import type { Path } from '../model/path.ts';

/** The words that run a command of this Holdfast again, by whatever the system starts: neither PATH nor the caller's directory counts. */
export function ownCommand(command: readonly string[], stateDir: Path): readonly string[] {
  const [, script = ''] = process.argv;
  return [process.execPath, script, ...command, '--quiet', '--state-dir', stateDir];
}
