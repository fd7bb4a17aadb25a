import { dockerStartProblems } from '../facts/docker-start-problems.ts';
import type { Guard } from './guard.ts';

/** The daemon's file, its unit with drop-ins, and the files of its environment on Debian, SUSE and RHEL. */
const RESTS_ON =
  /^\/etc\/(?:docker\/[^/]+\.json|systemd\/system\/docker\.service(?:\.d\/.*)?|(?:default|sysconfig)\/docker(?:-network)?)$/;

/** dockerd starts with what it will be given, or does not now either: then nothing is lost. */
export const dockerdStarts: Guard = async ({ now, planned, changes }) => {
  const resting = changes.filter(({ kind, key }) => kind === 'entry' && RESTS_ON.test(key));
  if (resting.length === 0) return [];
  const problems = await planned(dockerStartProblems);
  const known = problems.length === 0 ? [] : await now(dockerStartProblems);
  if (known.length > 0) return [];
  return problems.map((problem) => ({
    code: 'guard' as const,
    args: {
      guard: 'dockerd-starts',
      playbook: resting[0]?.parts[0]?.playbook ?? '',
      object: `file:${resting[0]?.key ?? ''}`,
      why: `dockerd would not start: ${problem}`,
      lift: 'correct what is named',
    },
  }));
};
