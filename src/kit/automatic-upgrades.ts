import type { AptArchive } from '../facts/apt-archives.ts';
import type { AptConfiguration } from '../facts/apt-configuration.ts';
import { enginePackages } from '../facts/engine-packages.ts';
import { installedPackage } from '../facts/installed-package.ts';
import type { Packages } from '../facts/packages.ts';
import { aptBool, aptList, aptScalar } from '../formats/apt-config.ts';
import { globPattern } from '../formats/glob-pattern.ts';
import {
  allowedOrigins,
  allowsArchive,
  type DistributionNames,
  isBrokenPattern,
  isLeftOutByName,
  pythonPattern,
} from '../formats/unattended-origins.ts';
import type { Requirement } from '../model/requirement.ts';
import type { AptDistribution } from './apt-distribution.ts';
import { type AptSetting, aptDropIn, effectiveApt } from './apt-drop-in.ts';
import { aptEvidence } from './apt-evidence.ts';

const LONGEST_INTERVAL_DAYS = 7;
const BLACKLIST = 'Unattended-Upgrade::Package-Blacklist';

/** What apt's daily job does is decided by three numbers: it fetches lists and upgrades, every few days at least. */
export function runsDaily(configuration: AptConfiguration): readonly Requirement[] {
  const config = effectiveApt(configuration);
  const whether = aptScalar(config, 'APT::Periodic::Enable');
  const keys = [
    { name: 'APT::Periodic::Update-Package-Lists', does: 'fetches the lists of packages' },
    { name: 'APT::Periodic::Unattended-Upgrade', does: 'upgrades what has security updates' },
  ];
  return [
    // Not set is on, and so is every word that is no number.
    ...(whether === null
      ? []
      : [
          settled(configuration, { name: whether.name, value: '1' }, !/^[+-]?0+$/.test(whether.value), {
            statement: "apt's daily job is not switched off",
          }),
        ]),
    ...keys.map(({ name, does }) => {
      const said = aptScalar(config, name)?.value ?? '0';
      const statement = `apt's daily job ${does} every ${LONGEST_INTERVAL_DAYS} days at least`;
      return settled(configuration, { name, value: '1' }, isOften(said), { statement });
    }),
  ];
}

/** apt.systemd.daily's intervals: days, or with a unit; 0 is never. */
function isOften(interval: string): boolean {
  if (interval === 'always') return true;
  const [, number, unit = 'd'] = /^(\d+)([smhd]?)$/.exec(interval) ?? [];
  if (number === undefined || interval === '0') return false;
  const perDay = { s: 86400, m: 1440, h: 24, d: 1 }[unit] ?? 1;
  return Number(number) / perDay <= LONGEST_INTERVAL_DAYS;
}

/** Unattended-upgrades takes packages from the security archive, and no rule on names leaves all of them out. */
export function takesSecurity(
  configuration: AptConfiguration,
  archives: readonly AptArchive[],
  { names, pattern, archives: known }: AptDistribution,
): readonly Requirement[] {
  const config = effectiveApt(configuration);
  const [usual] = known;
  const fetched = archives.filter(
    ({ origin, label, codename }) =>
      origin === usual?.origin && label === usual.label && codename === usual.codename,
  );
  const wanted = fetched.length > 0 ? fetched : known.slice(0, 1);
  const allowed = allowedOrigins(config);
  const matching = allowed.filter((each) =>
    wanted.some((archive) => allowsArchive(each.pattern, archive, names)),
  );
  const object = 'origins:security';
  const statement = `automatic upgrades take packages from the security archive of ${names.id} ${names.codename}`;
  const name = 'Unattended-Upgrade::Origins-Pattern';
  const shown = matching.length > 0 ? matching : allowed;
  const evidence = shown.map(({ value }) => ({
    ...aptEvidence(value, name),
    says: value.value,
    wins: matching.length > 0,
  }));
  const none = { source: '/etc/apt/apt.conf.d', says: 'no pattern allows the security archive', wins: true };
  const isAllowed = matching.length > 0;
  const ofOrigins = settled(configuration, { name: `${name}::`, value: pattern }, isAllowed, {
    object,
    statement,
    evidence: isAllowed ? evidence : [none, ...evidence],
  });
  return [ofOrigins, ...leftOut(configuration, names)];
}

/** Patterns that match every name, the empty one too, a list of the only names that may be upgraded, and what stops it all. */
function leftOut(configuration: AptConfiguration, names: DistributionNames): readonly Requirement[] {
  const config = effectiveApt(configuration);
  const everything = isLeftOutByName(config, 'a-name-that-no-package-has');
  const only = aptList(config, 'Unattended-Upgrade::Package-Whitelist');
  const broken = [
    ...allowedOrigins(config).filter(({ pattern }) => isBrokenPattern(pattern, names)),
    ...aptList(config, BLACKLIST).flatMap((value) =>
      pythonPattern(value.value) === null ? [{ value }] : [],
    ),
  ];
  const found = [
    ...broken.map(({ value }) => ({ value, why: 'unattended-upgrades stops at it, and upgrades nothing' })),
    ...(everything === null
      ? []
      : [{ value: everything, why: 'it matches every package, so none is upgraded' }]),
    ...only.map((value) => ({ value, why: 'with such a list, all other packages stay as they are' })),
  ];
  return found.map(({ value, why }) => ({
    object: `${value.name.replace(/::$/, '')}:${value.value}`,
    verdict: 'manual',
    statement: 'no rule on names keeps security updates away',
    evidence: [aptEvidence(value, value.name)],
    wishes: [],
    steps: [`take "${value.value}" out of ${value.by.source}, line ${value.by.line}: ${why}`],
  }));
}

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
      settled(configuration, setting, isKept, {
        object: `package:${name}`,
        statement: `no automatic upgrade of ${name} restarts containers`,
        evidence,
      }),
    ];
  });
  const name = 'Unattended-Upgrade::Automatic-Reboot';
  const reboots = aptBool(aptScalar(config, name)?.value ?? '') === true;
  const statement = 'no automatic upgrade reboots the host';
  return [...held, settled(configuration, { name, value: 'false' }, !reboots, { statement })];
}

/** A requirement that one setting answers. */
function settled(
  configuration: AptConfiguration,
  setting: AptSetting,
  isMet: boolean,
  about: Pick<Requirement, 'statement'> & Partial<Pick<Requirement, 'object' | 'evidence'>>,
): Requirement {
  const { name } = setting;
  const requirement = {
    object: `key:${name}`,
    evidence: [aptEvidence(aptScalar(effectiveApt(configuration), name), name)],
    ...about,
  };
  if (isMet) return { ...requirement, verdict: 'met', wishes: [] };
  const planned = aptDropIn(configuration, setting);
  if ('steps' in planned) return { ...requirement, verdict: 'manual', wishes: [], steps: planned.steps };
  return { ...requirement, verdict: 'unmet', wishes: planned.wishes };
}
