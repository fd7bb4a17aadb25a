import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { runTool } from './run-tool.ts';

/**
 * What outlives a test that forgets it, one line each: processes that have the mark (`NAME=value`) in their
 * environment, namespaces that a process is in, mounts, loop devices and audit rules.
 */
export function census(mark: string): ReadonlySet<string> {
  return new Set([
    ...readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => aboutProcess(pid, mark)),
    ...lines(readFileSync('/proc/self/mountinfo')).map((line) => `mount ${line.split(' ')[4]}`),
    ...lines(runTool('losetup', ['--noheadings', '--output', 'NAME,BACK-FILE'])).map(
      (line) => `loop ${line}`,
    ),
    ...lines(runTool('auditctl', ['-l'])).map((line) => `audit rule ${line}`),
  ]);
}

function aboutProcess(pid: string, mark: string): string[] {
  const name = `${pid} ${read(() => readFileSync(`/proc/${pid}/comm`, 'latin1').trim())}`;
  const environment = read(() => readFileSync(`/proc/${pid}/environ`, 'latin1'));
  const kinds = read(() => readdirSync(`/proc/${pid}/ns`)) ?? [];
  const namespaces = kinds.map((kind) => read(() => readlinkSync(`/proc/${pid}/ns/${kind}`)));
  return [
    ...(environment?.split('\0').includes(mark) === true ? [`process ${name}`] : []),
    ...namespaces.filter((namespace) => namespace !== null).map((namespace) => `namespace ${namespace}`),
  ];
}

/** Null of a process that has ended meanwhile, or that nobody may look into. */
function read<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}

function lines(text: Buffer): string[] {
  return text
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
}
