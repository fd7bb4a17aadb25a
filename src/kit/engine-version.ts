import { type ContainerEngine, containerEngine, type InstalledEngine } from '../facts/container-engine.ts';
import { type DockerDaemon, dockerDaemon } from '../facts/docker-daemon.ts';
import { engineAdvisories } from '../facts/engine-advisories.ts';
import { type EngineCandidates, engineCandidates } from '../facts/engine-candidates.ts';
import { dpkgVersionOrder } from '../formats/dpkg-version-order.ts';
import { upstreamVersion } from '../formats/upstream-version.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { engineAdvisory } from './engine-advisory.ts';
import { engineUpgradeSteps } from './engine-upgrade-steps.ts';
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
    ...engineAdvisories.flatMap((advisory) => engineAdvisory(given, advisory)),
  ];
}

function ofPackage(given: Given, installedPackage: InstalledEngine): Requirement {
  const { name, version, isHeld } = installedPackage;
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
  const isNewest = candidate === undefined || dpkgVersionOrder(version, candidate.version) >= 0;
  // A list that could not be read may have a newer one still.
  if (isNewest && unread.length > 0) {
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
  if (isNewest) return { ...about, verdict: 'met', evidence };
  return {
    ...about,
    verdict: 'manual',
    evidence,
    steps: engineUpgradeSteps(given.daemon, installedPackage, candidate.version),
  };
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
