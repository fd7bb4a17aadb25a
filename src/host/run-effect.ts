import type { Effect } from '../model/effect.ts';
import { Refused } from '../model/refusal.ts';
import { needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import { JOB_MS, runProgram } from './run-program.ts';

/** Does it by systemctl(1). A unit that is not running is neither reloaded nor started: there is nothing to tell it. */
export async function runEffect(effect: Effect): Promise<void> {
  const systemctl = needProgram('systemctl', 'systemd', 'reload and restart units');
  const args =
    effect.do === 'daemon-reload'
      ? ['daemon-reload']
      : [`try-${effect.do === 'reload' ? 'reload-or-restart' : 'restart'}`, '--', effect.unit];
  const { status, stderr } = await runProgram(systemctl, args, { longestMs: JOB_MS });
  if (status !== 0) throw new Refused({ code: 'effect-failed', args: { effect, why: inOneLine(stderr) } });
}
