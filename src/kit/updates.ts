import { type AptArchive, aptArchives } from '../facts/apt-archives.ts';
import { type AptConfiguration, aptConfiguration } from '../facts/apt-configuration.ts';
import { aptSources, type SourcedAptSource } from '../facts/apt-sources.ts';
import { type Distribution, distribution } from '../facts/distribution.ts';
import { type Packages, packages } from '../facts/packages.ts';
import { type RebootNeeds, rebootNeeds } from '../facts/reboot-needs.ts';
import { type SecurityUpdates, securityUpdates } from '../facts/security-updates.ts';
import { unattendedUpgrade } from '../facts/unattended-upgrade.ts';
import { type UnitAtBoot, unitAtBoot } from '../facts/unit-at-boot.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import { authenticates } from './apt-authentication.ts';
import { aptDistribution } from './apt-distribution.ts';
import { keepsContainers } from './keeps-containers.ts';
import { needsNoReboot } from './needs-no-reboot.ts';
import { noneIsPending } from './pending-updates.ts';
import { runsDaily } from './runs-daily.ts';
import { hasSecuritySource } from './security-source.ts';
import { takesSecurity } from './takes-security.ts';
import { unitRuns } from './unit-runs.ts';

/** Security updates: where they come from, that they come by themselves, and that none waits. */
export const updates = {
  apt: aptConfiguration,
  sources: aptSources,
  archives: aptArchives,
  distribution,
  packages,
  program: unattendedUpgrade,
  lists: unitAtBoot('apt-daily.timer'),
  upgrades: unitAtBoot('apt-daily-upgrade.timer'),
  pending: securityUpdates,
  reboot: rebootNeeds,
  come,
};

interface Given {
  readonly apt: AptConfiguration | null;
  readonly sources: readonly SourcedAptSource[];
  readonly archives: readonly AptArchive[];
  readonly distribution: Distribution | null;
  readonly packages: Packages | null;
  readonly program: Path | null;
  readonly lists: UnitAtBoot | null;
  readonly upgrades: UnitAtBoot | null;
  readonly pending: SecurityUpdates | null;
  readonly reboot: RebootNeeds | null;
}

/** Where apt is not: what a person does there. */
const ELSEWHERE: readonly { readonly ids: readonly string[]; readonly steps: readonly string[] }[] = [
  {
    ids: ['rhel', 'fedora', 'centos'],
    steps: [
      'dnf install dnf-automatic',
      'in /etc/dnf/automatic.conf, below [commands]: upgrade_type = security, apply_updates = yes',
      'in /etc/dnf/dnf.conf, below [main]: gpgcheck=1, and excludepkgs=docker-ce*,containerd.io,moby-engine unless containers may restart; no file of /etc/yum.repos.d says gpgcheck=0',
      'systemctl enable --now dnf-automatic.timer',
      'see what waits now: dnf updateinfo list --security; and whether a reboot is due: dnf needs-restarting -r',
    ],
  },
  {
    ids: ['suse', 'opensuse', 'sles'],
    steps: [
      'see what waits now: zypper list-patches --category security',
      'zypper patch --category security, when containers may restart; zypper needs-rebooting',
      'zypper lr --details: no repository has "gpg check" off',
    ],
  },
  {
    ids: ['alpine'],
    steps: [
      'see what waits now: apk update && apk version -l "<"',
      'apk upgrade, when containers may restart',
    ],
  },
];

/**
 * Updates are signed, come from the security archive, are installed by themselves unless that would restart
 * containers, and none waits. With `mayRestart`, containers may restart whenever upgrades come.
 */
function come(given: Given, mayRestart: boolean): readonly Requirement[] {
  const { apt, reboot, pending } = given;
  const rebooted = reboot === null ? [] : [needsNoReboot(reboot)];
  if (apt === null) return [...elsewhere(given), ...rebooted];
  const known = aptDistribution(given.distribution);
  return [
    ...authenticates(apt, given.sources),
    ...(known === null ? [] : [hasSecuritySource(given.sources, known)]),
    ...automatic(given, apt, mayRestart),
    ...(pending === null || given.packages === null ? [] : [noneIsPending(pending, given.packages)]),
    ...rebooted,
  ];
}

function automatic(
  { program, lists, upgrades, archives, distribution, packages }: Given,
  apt: AptConfiguration,
  mayRestart: boolean,
): readonly Requirement[] {
  const about = {
    object: 'package:unattended-upgrades',
    statement: 'a program is installed that upgrades by itself',
    wishes: [],
  };
  if (program === null)
    return [
      {
        ...about,
        verdict: 'manual',
        evidence: [{ source: '/usr/bin/unattended-upgrade', says: 'absent', wins: true }],
        steps: ['apt-get update && apt-get install unattended-upgrades', 'then plan again'],
      },
    ];
  const known = aptDistribution(distribution);
  return [
    { ...about, verdict: 'met', evidence: [{ source: program, says: 'present', wins: true }] },
    ...runsDaily(apt),
    ...(lists === null ? [] : [unitRuns(lists, 'starts at boot: lists of packages are fetched')]),
    ...(upgrades === null ? [] : [unitRuns(upgrades, 'starts at boot: upgrades are installed')]),
    ...(known === null ? [] : takesSecurity(apt, archives, known)),
    ...(known === null || mayRestart ? [] : keepsContainers(apt, packages, archives, known)),
  ];
}

function elsewhere({ distribution }: Given): readonly Requirement[] {
  const ids = distribution === null ? [] : [distribution.id, ...distribution.like];
  const found = ELSEWHERE.find((each) => each.ids.some((id) => ids.includes(id)));
  return [
    {
      object: 'updates:automatic',
      verdict: 'manual',
      statement: 'security updates come by themselves, signed, and none waits',
      evidence: [
        { source: '/usr/bin/apt-get', says: 'absent: another tool installs packages here', wins: true },
      ],
      wishes: [],
      steps: found?.steps ?? ["see your distribution's handbook for automatic security updates"],
    },
  ];
}
