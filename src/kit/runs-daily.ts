import type { AptConfiguration } from '../facts/apt-configuration.ts';
import { aptScalar } from '../formats/apt-config.ts';
import type { Requirement } from '../model/requirement.ts';
import { effectiveApt } from './apt-drop-in.ts';
import { aptRequirement } from './apt-requirement.ts';

const LONGEST_INTERVAL_DAYS = 7;

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
          aptRequirement(
            configuration,
            { name: whether.name, value: '1' },
            !/^[+-]?0+$/.test(whether.value),
            {
              statement: "apt's daily job is not switched off",
            },
          ),
        ]),
    ...keys.map(({ name, does }) => {
      const said = aptScalar(config, name)?.value ?? '0';
      const statement = `apt's daily job ${does} every ${LONGEST_INTERVAL_DAYS} days at least`;
      return aptRequirement(configuration, { name, value: '1' }, isOften(said), { statement });
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
