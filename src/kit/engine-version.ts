import { type ContainerEngine, containerEngine, type InstalledEngine } from '../facts/container-engine.ts';
import { type DockerDaemon, dockerDaemon, dockerOption } from '../facts/docker-daemon.ts';
import { type EngineAdvisory, engineAdvisories } from '../facts/engine-advisories.ts';
import { type EngineCandidates, engineCandidates } from '../facts/engine-candidates.ts';
import { dpkgVersionOrder } from '../formats/dpkg-version-order.ts';
import { shellWord } from '../formats/shell-word.ts';
import { hasFix, upstreamVersion } from '../formats/upstream-version.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { unreadEvidence } from './unread-evidence.ts';

/** Which engine is installed and which runs, and that it is as new as its archive has it. */
export const engineVersion = {
  engine: containerEngine,
  candidates: engineCandidates,
  daemon: dockerDaemon,
  isInstalled,
  isCurrent,
};

interface Given {
  readonly engine: ContainerEngine;
  readonly candidates: EngineCandidates;
  readonly daemon: DockerDaemon;
}

const STATUS = '/var/lib/dpkg/status';
/** Releases that leave something behind which a host may still use. */
const CROSSINGS: readonly { readonly major: number; readonly drops: string }[] = [
  { major: 24, drops: 'the storage drivers aufs and overlay are gone' },
  { major: 25, drops: 'the storage driver devicemapper is gone' },
  {
    major: 29,
    drops: 'clients that speak an API older than 1.44 are refused until 29.3 (1.40 from then on)',
  },
];

/** True, or the sentence why there is nothing to be old. */
function isInstalled({ engine }: Pick<Given, 'engine'>): true | string {
  return engine.program !== null || engine.installed.length > 0 || 'Docker is not installed';
}

/**
 * Each engine package is the newest that its archive has; the one that runs is the one that is installed; and a
 * release of the project itself is not below a known floor.
 */
function isCurrent(given: Given): readonly Requirement[] {
  const { engine } = given;
  const packaged = engine.installed.map((each) => ofPackage(given, each));
  return [
    ...(packaged.length > 0 ? packaged : [byHand(engine)]),
    ...inUse(engine),
    ...engineAdvisories.flatMap((advisory) => ofAdvisory(given, advisory)),
  ];
}

function ofPackage(given: Given, { name, version, isHeld }: InstalledEngine): Requirement {
  const { candidates, source, unread } = given.candidates;
  const candidate = candidates.find((each) => each.name === name && each.isOffered);
  const installed: Evidence = {
    source: STATUS,
    says: `${name} ${version} is installed${isHeld ? ', and on hold' : ''}`,
    wins: true,
  };
  const about = {
    object: `package:${name}`,
    statement: `${name} is the newest that its archive has`,
    wishes: [],
    ...(source === '/var/lib/apt/lists' ? {} : { observed: true }),
  };
  if (candidate === undefined && unread.length > 0) {
    const says = 'compressed or too large to be read, and apt is not run in an image';
    const steps = [`while the image is built: apt-get update && apt-get install --only-upgrade ${name}`];
    const evidence = [installed, ...unread.map((path) => ({ source: path, says, wins: true }))];
    return { ...about, verdict: 'manual', evidence, steps };
  }
  if (candidate === undefined) {
    const evidence = [installed, { source, says: `no archive offers ${name}`, wins: true }];
    const steps = [
      'apt-get update',
      `if apt-cache policy ${name} still names no archive, add the one that it came from to /etc/apt/sources.list.d: nothing upgrades it`,
    ];
    return { ...about, verdict: 'manual', evidence, steps };
  }
  const offered = { source, says: `${name} ${candidate.version} is offered`, wins: true };
  const evidence = [installed, offered];
  if (dpkgVersionOrder(version, candidate.version) >= 0) return { ...about, verdict: 'met', evidence };
  return {
    ...about,
    verdict: 'manual',
    evidence,
    steps: [
      ...crossed(name, version, candidate.version),
      ...(isHeld ? [`find out why it is on hold, then: apt-mark unhold ${name}`] : []),
      ...restartNote(given, name, version, candidate.version),
      `apt-get install --only-upgrade ${shellWord(`${name}=${candidate.version}`)}${clientOf(name)}`,
      `back again: apt-get install --allow-downgrades ${shellWord(`${name}=${version}`)}; data that a newer engine has written may not be readable then`,
    ],
  };
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

function restartNote({ daemon }: Given, name: string, from: string, to: string): readonly string[] {
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

/** No package that is known here: neither an archive nor anybody else tells of a newer one. */
function byHand({ program }: ContainerEngine): Requirement {
  return {
    object: 'engine:package',
    verdict: 'manual',
    statement: 'the engine is a package that an archive keeps current',
    evidence: [
      { source: program ?? 'dockerd', says: 'no package of dpkg that is known as an engine', wins: true },
    ],
    wishes: [],
    steps: [
      'see what it is: dockerd --version',
      'where another tool installs packages, see what that offers: dnf check-update, zypper list-updates, or apk version',
      'where it was unpacked by hand, install the packages of https://docs.docker.com/engine/install/ in its place: nothing upgrades it now',
    ],
  };
}

/** A daemon that was not restarted after an upgrade is the old one, whatever is installed. */
function inUse({ installed, running }: ContainerEngine): readonly Requirement[] {
  const engine = installed.find(({ name }) => ['docker-ce', 'docker.io', 'moby-engine'].includes(name));
  if (engine === undefined || running === null) return [];
  const about = {
    object: 'engine:running',
    statement: 'the engine that runs is the one that is installed',
    wishes: [],
    observed: true,
  };
  if ('refusal' in running)
    return [{ ...about, verdict: 'unknown', evidence: [unreadEvidence('docker version', running.refusal)] }];
  const wanted = upstreamVersion(engine.version);
  const now = running.versions.engine ?? '';
  const evidence = [
    { source: 'docker version', says: `${now} runs`, wins: true },
    { source: STATUS, says: `${engine.name} ${engine.version} is installed`, wins: true },
  ];
  if (now === wanted) return [{ ...about, verdict: 'met', evidence }];
  return [{ ...about, verdict: 'pending', pending: 'restart', evidence }];
}

function ofAdvisory(given: Given, advisory: EngineAdvisory): readonly Requirement[] {
  const { id, component, allows, fixed, option, source } = advisory;
  const version = projectVersion(given.engine, component);
  if (version === null) return [];
  const using =
    option === undefined ? [] : dockerOption(given.daemon, [`--${option.replace(/s$/, '')}`], option);
  const isConcerned = option === undefined || using.length > 0;
  const evidence: Evidence[] = [
    { source: version.source, says: `${component} ${version.version}`, wins: isConcerned },
    { source, says: `fixed in ${fixed.join(', ')}`, wins: false },
    ...using.map((each) => each.evidence),
    ...(isConcerned
      ? []
      : [{ source: 'dockerd', says: `${option} is not set: nobody is concerned`, wins: true }]),
  ];
  const isOpen = isConcerned && !hasFix(version.version, fixed);
  return [
    {
      object: `advisory:${id}`,
      statement: `it is not so that ${allows} (${id})`,
      evidence,
      wishes: [],
      ...(isOpen
        ? {
            verdict: 'manual',
            steps: [`read ${source}`, `upgrade ${component} to ${fixed.join(' or ')}, or what follows`],
          }
        : { verdict: 'met' }),
    },
  ];
}

const PACKAGES: { readonly [C in EngineAdvisory['component']]: readonly string[] } = {
  engine: ['docker-ce', 'docker.io', 'moby-engine'],
  containerd: ['containerd.io', 'containerd', 'moby-containerd'],
  runc: ['containerd.io', 'runc', 'moby-runc'],
};

/** The version of what runs, else of what is installed; null for a distribution's build, and where it cannot be told. */
function projectVersion(
  { installed, running }: ContainerEngine,
  component: EngineAdvisory['component'],
): { readonly version: string; readonly source: string } | null {
  const owner = installed.find(({ name }) => PACKAGES[component].includes(name));
  if (owner === undefined ? installed.length > 0 : owner.vendor === null) return null;
  const now = running === null || 'refusal' in running ? undefined : running.versions[component];
  if (now !== undefined) return { version: now, source: 'docker version' };
  // containerd.io has a runc in it, under no number of its own.
  if (owner === undefined || (component === 'runc' && owner.name === 'containerd.io')) return null;
  return { version: upstreamVersion(owner.version), source: STATUS };
}
