import { Refused } from '../model/refusal.ts';
import { needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import { runProgram } from './run-program.ts';

const NOT_LOADED = 5;

/**
 * A timer of the system's own, which runs a program once whatever has become of this process and its session. It is
 * on the monotonic clock (systemd.timer(5), OnActiveSec=), so that setting the clock does not move it, and ends with
 * the boot. A second timer of the same name is refused by systemd.
 */
export const systemTimer = {
  async start(name: string, seconds: number, [file, ...args]: readonly [string, ...string[]]): Promise<void> {
    const systemdRun = needProgram('systemd-run', 'systemd', 'have the system take the run back');
    await orRefuse(`start the timer ${name}`, systemdRun, [
      '--quiet',
      '--collect',
      `--unit=${name}`,
      `--on-active=${seconds}s`,
      '--timer-property=AccuracySec=100ms',
      '--description=Holdfast: take back a run that nobody has confirmed',
      '--',
      file,
      // The service manager would put its own variables in (systemd.service(5), "Command lines").
      ...args.map((arg) => arg.replaceAll('$', '$$$$')),
    ]);
  },

  /** Whether there is none by then. */
  async stop(name: string): Promise<void> {
    const systemctl = needProgram('systemctl', 'systemd', 'stop the timer of a run');
    await orRefuse(`stop the timer ${name}`, systemctl, ['stop', '--', `${name}.timer`], [0, NOT_LOADED]);
  },
};

async function orRefuse(
  what: string,
  program: string,
  args: readonly string[],
  good: readonly number[] = [0],
): Promise<void> {
  const { status, stderr } = await runProgram(program, args);
  if (good.includes(status)) return;
  throw new Refused({ code: 'command-failed', args: { command: what, why: inOneLine(stderr) } });
}
