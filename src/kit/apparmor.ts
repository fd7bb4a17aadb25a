import type { BootParameters } from '../facts/boot-parameters.ts';
import type { SecurityModules } from '../facts/security-modules.ts';
import type { UnitAtBoot } from '../facts/unit-at-boot.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import { kernelModuleOn } from './kernel-module-on.ts';
import { unitRuns } from './unit-runs.ts';

interface Given {
  readonly modules: SecurityModules | null;
  readonly boot: BootParameters;
  readonly parser: Path | null;
  readonly service: UnitAtBoot | null;
  /** Whether dockerd runs. */
  readonly isDockerUp: boolean;
}

const PROFILES = '/sys/kernel/security/apparmor/profiles';
/** dockerd's own profile for containers that ask for no other. */
const DOCKER = 'docker-default';

/** AppArmor is on, its profiles are loaded at boot, and containers have one. */
export function appArmorConfines({
  modules,
  boot,
  parser,
  service,
  isDockerUp,
}: Given): readonly Requirement[] {
  const isOn =
    modules === null
      ? null
      : modules.appArmor === true && (modules.on === null || modules.on.includes('apparmor'));
  const canLoad = isOn === true && parser !== null;
  return [
    kernelModuleOn('apparmor', isOn, boot),
    hasParser(parser),
    // Where the kernel has it off, the service cannot start, and is only enabled.
    ...(service === null ? [] : [unitRuns(service, 'loads the profiles at boot', isOn !== true)]),
    ...(canLoad && isDockerUp && modules !== null ? ofContainers(modules) : []),
    ...(canLoad && modules !== null ? complaining(modules) : []),
  ];
}

function hasParser(parser: Path | null): Requirement {
  const about = {
    object: 'package:apparmor',
    statement: 'profiles can be loaded: without apparmor_parser dockerd leaves its containers without one',
    wishes: [],
  };
  if (parser !== null)
    return { ...about, verdict: 'met', evidence: [{ source: parser, says: 'present', wins: true }] };
  return {
    ...about,
    verdict: 'manual',
    evidence: [{ source: '/usr/sbin/apparmor_parser', says: 'absent', wins: true }],
    steps: [
      'apt-get install apparmor, or zypper install apparmor-parser apparmor-profiles',
      'systemctl restart docker, when every container may stop: dockerd loads its profile when it starts',
      'then plan again',
    ],
  };
}

function ofContainers({ profiles }: SecurityModules): readonly Requirement[] {
  const about = {
    object: `profile:${DOCKER}`,
    statement: 'containers are confined by the profile that dockerd has for them',
    wishes: [],
  };
  if (profiles === null) {
    const evidence = [{ source: PROFILES, says: 'could not be read: only root can', wins: true }];
    return [{ ...about, verdict: 'unknown', evidence }];
  }
  const mode = profiles.find(({ name }) => name === DOCKER)?.mode;
  const says = mode === undefined ? `${DOCKER} is not loaded` : `${DOCKER} (${mode})`;
  const evidence = [{ source: PROFILES, says, wins: true }];
  if (mode === 'enforce') return [{ ...about, verdict: 'met', evidence }];
  // dockerd loads it whenever it starts, and has started without a parser or without AppArmor.
  return [{ ...about, verdict: 'pending', pending: 'restart', evidence }];
}

/** Profiles that only log what they would forbid: somebody is still writing them, or has forgotten that. */
function complaining({ profiles }: SecurityModules): readonly Requirement[] {
  const names = (profiles ?? []).filter(({ mode }) => mode === 'complain').map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    {
      object: 'profiles:complain',
      verdict: 'manual',
      statement: 'no profile only logs what it should forbid',
      evidence: names.map((name) => ({ source: PROFILES, says: `${name} (complain)`, wins: true })),
      wishes: [],
      steps: [
        'see what they would forbid: journalctl -k --grep=apparmor=.ALLOWED',
        'apt-get install apparmor-utils',
        ...names.map((name) => `aa-enforce ${shellWord(name)}`),
      ],
    },
  ];
}
