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
  if (wanted === 'inactive') return tell(systemctl, 'stop', unit);
  // systemd refuses to start a socket whose service runs already (socket_start() in its socket.c). They go in the order
  // that lets nobody start a service by its socket meanwhile, and come back the other way round.
  const running = unit.endsWith('.socket') ? await runningBehind(systemctl, unit) : [];
  for (const service of running) await tell(systemctl, 'stop', service);
  await tell(systemctl, 'start', unit);
  for (const service of running) await tell(systemctl, 'start', service);
}

async function tell(systemctl: string, verb: 'start' | 'stop', unit: string): Promise<void> {
  const { status, stderr } = await runProgram(systemctl, [verb, '--', unit], { longestMs: JOB_MS });
  if (status === 0) return;
  const args = { command: `systemctl ${verb} ${unit}`, why: inOneLine(stderr) };
  throw new Refused({ code: 'command-failed', args });
}

async function runningBehind(systemctl: string, socket: string): Promise<readonly string[]> {
  const args = ['show', '--property=Triggers', '--value', '--', socket];
  const { stdout } = await runProgram(systemctl, args);
  const found: string[] = [];
  for (const unit of Buffer.from(stdout).toString('utf8').split(/\s+/)) {
    if (unit !== '' && (await unitState(unit))?.active === 'active') found.push(unit);
  }
  return found;
}

async function isStale(systemctl: string, unit: string): Promise<boolean> {
  const args = ['show', '--property=LoadState,NeedDaemonReload', '--', unit];
  const { stdout } = await runProgram(systemctl, args);
  return /^(?:LoadState=(?:masked|not-found)|NeedDaemonReload=yes)$/m.test(
    Buffer.from(stdout).toString('utf8'),
  );
}
