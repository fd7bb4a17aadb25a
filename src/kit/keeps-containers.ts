import type { AptArchive } from '../facts/apt-archives.ts';
import type { AptConfiguration } from '../facts/apt-configuration.ts';
import { enginePackages } from '../facts/engine-packages.ts';
import { installedPackage } from '../facts/installed-package.ts';
import type { Packages } from '../facts/packages.ts';
import { aptBool, aptScalar } from '../formats/apt-config.ts';
import { globPattern } from '../formats/glob-pattern.ts';
import { allowedOrigins, allowsArchive, isLeftOutByName } from '../formats/unattended-origins.ts';
import type { Requirement } from '../model/requirement.ts';
import type { AptDistribution } from './apt-distribution.ts';
import { effectiveApt } from './apt-drop-in.ts';
import { aptEvidence } from './apt-evidence.ts';
import { aptRequirement } from './apt-requirement.ts';

const BLACKLIST = 'Unattended-Upgrade::Package-Blacklist';

/**
 * Automatic upgrades leave the engine, containerd and runc alone: their upgrade restarts a daemon, and with it the
 * containers. A kernel is not among them: installing one restarts nothing, as long as no reboot follows by itself.
 */
export function keepsContainers(
  configuration: AptConfiguration,
  packages: Packages | null,
  archives: readonly AptArchive[],
  { names, archives: known }: AptDistribution,
): readonly Requirement[] {
  const config = effectiveApt(configuration);
  const allowed = allowedOrigins(config);
  const held = enginePackages.flatMap(({ name, vendor }): readonly Requirement[] => {
    const installed = installedPackage(packages, name);
    if (installed === null) return [];
    const isTheirs = ({ origin }: AptArchive) =>
      vendor === null ? origin === names.id : globPattern(vendor).test(origin);
    const theirs = [...(vendor === null ? known : []), ...archives.filter(isTheirs)];
    const taking = allowed.find((each) =>
      theirs.some((archive) => allowsArchive(each.pattern, archive, names)),
    );
    const byName = isLeftOutByName(config, name);
    const setting = { name: `${BLACKLIST}::`, value: `^${name.replaceAll('.', '\\.')}$` };
    const evidence =
      byName !== null
        ? [aptEvidence(byName, BLACKLIST)]
        : installed.wanted === 'hold'
          ? [{ source: '/var/lib/dpkg/status', says: `${name} is on hold`, wins: true }]
          : taking === undefined
            ? [
                {
                  source: '/etc/apt/apt.conf.d',
                  says: `no pattern allows the archive that has ${name}`,
                  wins: true,
                },
              ]
            : [{ ...aptEvidence(taking.value, BLACKLIST), says: `${taking.pattern} takes ${name}, too` }];
    const isKept = byName !== null || installed.wanted === 'hold' || taking === undefined;
    return [
      aptRequirement(configuration, setting, isKept, {
        object: `package:${name}`,
        statement: `no automatic upgrade of ${name} restarts containers`,
        evidence,
      }),
    ];
  });
  const name = 'Unattended-Upgrade::Automatic-Reboot';
  const reboots = aptBool(aptScalar(config, name)?.value ?? '') === true;
  const statement = 'no automatic upgrade reboots the host';
  return [...held, aptRequirement(configuration, { name, value: 'false' }, !reboots, { statement })];
}
