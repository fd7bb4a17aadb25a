import type { UnitState } from '../model/live.ts';
import { Refused } from '../model/refusal.ts';
import { findProgram, needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import type { LiveOf } from './live-of.ts';
import { JOB_MS, runProgram } from './run-program.ts';

/** Units of systemd that run or do not, by systemctl(1). Nothing asks for a list of them. */
export const liveUnits: LiveOf<'unit'> = { read: unitState, keys: async () => [], put: putUnit };

async function unitState(unit: string): Promise<UnitState | null> {
  const systemctl = findProgram('systemctl');
  if (systemctl === null) return null;
  const args = ['show', '--property=LoadState,ActiveState', '--', unit];
  const { status, stdout, stderr } = await runProgram(systemctl, args);
  if (status !== 0)
    throw new Refused({
      code: 'command-failed',
      args: { command: `systemctl show ${unit}`, why: inOneLine(stderr) },
    });
  const text = Buffer.from(stdout).toString('utf8');
  if (/^LoadState=(not-found|bad-setting|error)$/m.test(text)) return null;
  const active = /^ActiveState=(\w+)$/m.exec(text)?.[1] ?? 'inactive';
  if (active === 'failed') return { active };
  return { active: active === 'inactive' || active === 'deactivating' ? 'inactive' : 'active' };
}

async function putUnit(unit: string, state: UnitState | null): Promise<void> {
  const wanted = state?.active ?? 'inactive';
  if (((await unitState(unit))?.active ?? 'inactive') === wanted) return;
  const systemctl = needProgram('systemctl', 'systemd', `start and stop ${unit}`);
  // What systemd has loaded of a unit that was masked or missing is not what is on disk by now.
  if (wanted === 'active' && (await isStale(systemctl, unit))) await runProgram(systemctl, ['daemon-reload']);
  const args = [wanted === 'active' ? 'start' : 'stop', '--', unit];
  const { status, stderr } = await runProgram(systemctl, args, { longestMs: JOB_MS });
  if (status !== 0) {
    throw new Refused({
      code: 'command-failed',
      args: {
        command: `systemctl ${wanted === 'active' ? 'start' : 'stop'} ${unit}`,
        why: inOneLine(stderr),
      },
    });
  }
}

async function isStale(systemctl: string, unit: string): Promise<boolean> {
  const args = ['show', '--property=LoadState,NeedDaemonReload', '--', unit];
  const { stdout } = await runProgram(systemctl, args);
  return /^(?:LoadState=(?:masked|not-found)|NeedDaemonReload=yes)$/m.test(
    Buffer.from(stdout).toString('utf8'),
  );
}
