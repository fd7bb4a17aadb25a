import type { Effect } from '../model/effect.ts';
import { Refused } from '../model/refusal.ts';
import { needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import { JOB_MS, runProgram } from './run-program.ts';

/** Does it by systemctl(1). A unit that is not running is neither told nor started: there is nothing to tell it. */
export async function runEffect(effect: Effect): Promise<void> {
  const systemctl = needProgram('systemctl', 'systemd', 'reload and restart units');
  if (effect.do === 'hangup') {
    const { status } = await runProgram(systemctl, ['is-active', '--quiet', '--', effect.unit]);
    if (status !== 0) return;
  }
  const { status, stderr } = await runProgram(systemctl, argumentsOf(effect), { longestMs: JOB_MS });
  if (status !== 0) throw new Refused({ code: 'effect-failed', args: { effect, why: inOneLine(stderr) } });
}

function argumentsOf(effect: Effect): readonly string[] {
  switch (effect.do) {
    case 'daemon-reload':
      return ['daemon-reload'];
    case 'hangup':
      return ['kill', '--kill-who=main', '--signal=HUP', '--', effect.unit];
    case 'reload':
      return ['try-reload-or-restart', '--', effect.unit];
    case 'restart':
      return ['try-restart', '--', effect.unit];
  }
}
