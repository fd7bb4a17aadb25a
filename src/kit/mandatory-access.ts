import { apparmorParser } from '../facts/apparmor-parser.ts';
import { type BootParameters, bootParameters } from '../facts/boot-parameters.ts';
import { type Distribution, distribution } from '../facts/distribution.ts';
import { type DockerDaemon, dockerDaemon } from '../facts/docker-daemon.ts';
import { processes } from '../facts/processes.ts';
import { type SecurityModules, securityModules } from '../facts/security-modules.ts';
import { type SelinuxMode, selinuxMode } from '../facts/selinux-mode.ts';
import { type UnitAtBoot, unitAtBoot } from '../facts/unit-at-boot.ts';
import type { ObservedProcess } from '../model/observation.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import { appArmorConfines } from './apparmor.ts';
import { seLinuxConfines } from './selinux.ts';

/** Mandatory access control: AppArmor or SELinux, and that containers are under it. */
export const mandatoryAccess = {
  modules: securityModules,
  boot: bootParameters,
  distribution,
  parser: apparmorParser,
  service: unitAtBoot('apparmor.service'),
  mode: selinuxMode,
  daemon: dockerDaemon,
  processes,
  confines,
};

interface Given {
  readonly modules: SecurityModules | null;
  readonly boot: BootParameters;
  readonly distribution: Distribution | null;
  readonly parser: Path | null;
  readonly service: UnitAtBoot | null;
  readonly mode: SelinuxMode | null;
  readonly daemon: DockerDaemon;
  readonly processes: readonly ObservedProcess[] | null;
}

/** One of the two is enough: SELinux where it is on, or where the distribution is made for it, else AppArmor. */
function confines(given: Given): readonly Requirement[] {
  if (isSelinux(given)) return seLinuxConfines(given);
  const isDockerUp = (given.processes ?? []).some(
    ({ uid, argv }) => uid === 0 && argv[0]?.endsWith('/dockerd'),
  );
  return appArmorConfines({ ...given, isDockerUp });
}

function isSelinux({ modules, distribution, mode }: Given): boolean {
  if (modules !== null && modules.seLinux !== null) return true;
  if (modules?.appArmor === true) return false;
  const ids = distribution === null ? [] : [distribution.id, ...distribution.like];
  if (ids.some((id) => ['rhel', 'fedora', 'centos'].includes(id))) return true;
  return mode !== null && mode.value !== 'disabled';
}
