import type { InstalledEngine } from '../facts/container-engine.ts';
import { type DockerDaemon, dockerOption } from '../facts/docker-daemon.ts';
import { shellWord } from '../formats/shell-word.ts';
import { upstreamVersion } from '../formats/upstream-version.ts';

/** Releases that leave something behind which a host may still use. */
const CROSSINGS: readonly { readonly major: number; readonly drops: string }[] = [
  { major: 24, drops: 'the storage drivers aufs and overlay are gone' },
  { major: 25, drops: 'the storage driver devicemapper is gone' },
  {
    major: 29,
    drops: 'clients that speak an API older than 1.44 are refused until 29.3 (1.40 from then on)',
  },
];

/** How a person upgrades an engine package on this host, and goes back. */
export function engineUpgradeSteps(
  daemon: DockerDaemon,
  { name, version, isHeld }: InstalledEngine,
  wanted: string,
): readonly string[] {
  return [
    ...crossed(name, version, wanted),
    ...(isHeld ? [`find out why it is on hold, then: apt-mark unhold ${name}`] : []),
    ...restartNote(daemon, name, version, wanted),
    `apt-get install --only-upgrade ${shellWord(`${name}=${wanted}`)}${clientOf(name)}`,
    `back again: apt-get install --allow-downgrades ${shellWord(`${name}=${version}`)}; data that a newer engine has written may not be readable then`,
  ];
}

/** The client and the tools beside it come from the same release. */
function clientOf(name: string): string {
  return name === 'docker-ce' ? ' docker-ce-cli docker-ce-rootless-extras' : '';
}

function crossed(name: string, from: string, to: string): readonly string[] {
  if (!['docker-ce', 'docker.io', 'moby-engine'].includes(name)) return [];
  const [before, after] = [majorOf(from), majorOf(to)];
  return CROSSINGS.filter(({ major }) => before < major && major <= after).map(
    ({ major, drops }) =>
      `before that, see that nothing here needs it: with ${major} ${drops}; https://docs.docker.com/engine/release-notes/${major}/`,
  );
}

function majorOf(version: string): number {
  return Number(/^\d+/.exec(upstreamVersion(version))?.[0] ?? 0);
}

function restartNote(daemon: DockerDaemon, name: string, from: string, to: string): readonly string[] {
  if (name === 'runc') return ['containers that run keep the old one until they are started again'];
  const live = dockerOption(daemon, ['--live-restore'], 'live-restore').at(-1)?.value;
  const isSwitched = daemon.command?.argv.includes('--live-restore') === true;
  const keepsRunning = isSwitched || live === true || live === 'true';
  // The promise of live-restore ends with a release's line.
  const isPatch = upstreamVersion(from).split('.', 2).join() === upstreamVersion(to).split('.', 2).join();
  if (keepsRunning && isPatch)
    return ['containers keep running: live-restore is on, and it is a patch release'];
  return ['choose a time at which every container may stop, and drain the node where it is one of a swarm'];
}
