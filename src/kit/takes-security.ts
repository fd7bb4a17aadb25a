import type { AptArchive } from '../facts/apt-archives.ts';
import type { AptConfiguration } from '../facts/apt-configuration.ts';
import { aptList } from '../formats/apt-config.ts';
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
import { effectiveApt } from './apt-drop-in.ts';
import { aptEvidence } from './apt-evidence.ts';
import { aptRequirement } from './apt-requirement.ts';

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
  const ofOrigins = aptRequirement(configuration, { name: `${name}::`, value: pattern }, isAllowed, {
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
    ...aptList(config, 'Unattended-Upgrade::Package-Blacklist').flatMap((value) =>
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
