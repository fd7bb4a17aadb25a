import type { ContainerEngine } from '../facts/container-engine.ts';
import { type DockerDaemon, dockerOption } from '../facts/docker-daemon.ts';
import type { EngineAdvisory } from '../facts/engine-advisories.ts';
import { hasFix, upstreamVersion } from '../formats/upstream-version.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';

const STATUS = '/var/lib/dpkg/status';

/** A release of the projects themselves is not below the floor of an advisory; none for a distribution's build. */
export function engineAdvisory(
  given: { readonly engine: ContainerEngine; readonly daemon: DockerDaemon },
  advisory: EngineAdvisory,
): readonly Requirement[] {
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
