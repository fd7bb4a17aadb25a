import { isKeptService } from '../facts/is-kept-service.ts';
import { KNOWN_SERVICES, type KnownService } from '../facts/known-services.ts';
import type { FoundService, ServiceUnit } from '../facts/services.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';

interface Wanted {
  readonly unneeded: readonly string[];
  readonly allowed: readonly string[];
  readonly mask: boolean;
}

const OWN: Path = '/etc/systemd/system';

/** One requirement per service that nobody may need, whatever its units are: not started at boot, and not running. */
export function unneededServices(
  found: readonly FoundService[] | null,
  wanted: Wanted,
): readonly Requirement[] {
  if (found === null) return [withoutSystemd(wanted)];
  const isWanted = ({ name }: KnownService) => wanted.unneeded.includes(name);
  const known = KNOWN_SERVICES.filter((each) => isWanted(each) || each.isWorkload);
  const strange = wanted.unneeded.filter((name) => !KNOWN_SERVICES.some((each) => each.name === name));
  return [
    ...known
      .filter(({ name }) => !wanted.allowed.includes(name))
      .map((each) => {
        const service = found.find(({ name }) => name === each.name);
        if (service === undefined) return isAbsent(each);
        return isOff(service, isWanted(each), goingWith(found, wanted), wanted.mask);
      }),
    ...strange.filter((name) => !wanted.allowed.includes(name)).map(isUnknown),
  ];
}

/** Units of what goes as well do not keep anything. */
function goingWith(found: readonly FoundService[], { unneeded, allowed }: Wanted): readonly string[] {
  return found
    .filter(({ name }) => unneeded.includes(name) && !allowed.includes(name))
    .flatMap(({ units }) => units);
}

function isOff(
  service: FoundService,
  isWanted: boolean,
  going: readonly string[],
  mask: boolean,
): Requirement {
  const { name, found, uses } = service;
  const neededBy = service.neededBy.filter(({ unit }) => !going.includes(unit));
  const about = {
    object: `service:${name}`,
    statement: `${name} is not started and does not run`,
    wishes: [],
  };
  const amiss = found.filter((unit) => startsAtBoot(unit) || unit.isActive === true);
  if (amiss.length === 0) return { ...about, verdict: 'met', evidence: found.map(idleEvidence) };
  const evidence: readonly Evidence[] = [
    ...amiss.flatMap(startEvidence),
    ...neededBy.map(({ unit, says, ...at }) => ({ ...at, says: `${unit}: ${says}` })),
    ...uses,
  ];
  const steps = [
    ...neededBy.map(({ unit }) => `${unit} needs it or wants it: decide about that first`),
    ...uses.map(({ source, says }) => `it is in use: ${says} (${source})`),
    ...amiss.filter((unit) => isStuck(unit, mask)).map(stuckStep),
  ];
  const allow = `if it is needed, put ${name} into the parameter "allowed"`;
  if (!isWanted) {
    const ask = [allow, `else put it into "unneeded"; Holdfast then disables and stops it`];
    return { ...about, verdict: 'manual', evidence, steps: [...steps, ...ask] };
  }
  if (steps.length > 0) {
    const units = amiss.map((unit) => shellWord(unit.name)).join(' ');
    const byHand = `else, once nothing needs it: systemctl disable --now ${units}`;
    return { ...about, verdict: 'manual', evidence, steps: [...steps, allow, byHand] };
  }
  return { ...about, verdict: 'unmet', evidence, wishes: amiss.flatMap((unit) => turnedOff(unit, mask)) };
}

/** A masked unit's links lead nowhere. */
function startsAtBoot({ isMasked, links, runLevels }: ServiceUnit): boolean {
  return !isMasked && (links.length > 0 || runLevels.length > 0);
}

/** The distribution's own links, and scripts of System V, are out-voted and not taken away. */
function needsMask({ links, runLevels }: ServiceUnit): boolean {
  return runLevels.length > 0 || links.some(({ path }) => !path.startsWith(`${OWN}/`));
}

/** Where the mask would go there is a file. */
function isStuck(unit: ServiceUnit, mask: boolean): boolean {
  const isMasking = startsAtBoot(unit) && (mask || needsMask(unit));
  return isMasking && unit.fragment === `${OWN}/${unit.name}`;
}

function turnedOff(unit: ServiceUnit, mask: boolean): readonly Wish[] {
  const { name, links, isActive } = unit;
  const effects = [{ do: 'daemon-reload' as const }];
  const stop: readonly Wish[] = isActive === true ? [{ kind: 'unit', key: name, desired: 'inactive' }] : [];
  if (!startsAtBoot(unit)) return stop;
  const own = links.filter(({ path }) => path.startsWith(`${OWN}/`));
  const removed = own.map(({ path }): Wish => ({ kind: 'entry', key: path, desired: null, effects }));
  const masked: readonly Wish[] =
    mask || needsMask(unit)
      ? [{ kind: 'entry', key: `${OWN}/${name}`, desired: { link: '/dev/null' }, effects }]
      : [];
  return [...stop, ...removed, ...masked];
}

function stuckStep({ name }: ServiceUnit): string {
  const path = shellWord(`${OWN}/${name}`);
  return `${name} cannot be masked, since ${path} is a file: look at what it is for, and move it away`;
}

function startEvidence(unit: ServiceUnit): readonly Evidence[] {
  const { name, links, runLevels, isActive } = unit;
  return [
    ...(startsAtBoot(unit)
      ? [
          ...links.map(({ path, by }) => ({
            source: path,
            says: by === null ? `${name} is started under this name` : `${name} is started with ${by}`,
            wins: true,
          })),
          ...runLevels.map((path) => ({ source: path, says: `${name} is started at boot`, wins: true })),
        ]
      : []),
    ...(isActive === true ? [{ source: `unit ${name}`, says: 'is active', wins: true }] : []),
  ];
}

function idleEvidence({ name, fragment, isMasked, isActive }: ServiceUnit): Evidence {
  const is = isMasked ? 'masked' : 'not enabled';
  return {
    source: fragment,
    says: `${name} is ${is}${isActive === false ? ' and not active' : ''}`,
    wins: true,
  };
}

function isAbsent({ name, units }: KnownService): Requirement {
  return {
    object: `service:${name}`,
    verdict: 'met',
    statement: `${name} is not started and does not run`,
    evidence: [{ source: '/usr/lib/systemd/system', says: `there is no ${units.join(', ')}`, wins: true }],
    wishes: [],
  };
}

function isUnknown(name: string): Requirement {
  const isKept = isKeptService(name);
  const known = KNOWN_SERVICES.map((each) => each.name).join(', ');
  const unit = /\.\w+$/.test(name) ? name : `${name}.service`;
  return {
    object: `service:${name}`,
    verdict: 'manual',
    statement: `${name} is not started and does not run`,
    evidence: [{ source: 'the parameter "unneeded"', says: name, wins: true }],
    wishes: [],
    steps: isKept
      ? [`Holdfast never stops ${name}: take it out of the parameter "unneeded"`]
      : [
          `Holdfast does not know the units of ${name}; it knows ${known}`,
          `see what needs it: systemctl list-dependencies --reverse ${shellWord(unit)}`,
          `then: systemctl disable --now ${shellWord(unit)}`,
        ],
  };
}

function withoutSystemd({ unneeded, allowed }: Wanted): Requirement {
  const names = unneeded.filter((name) => !allowed.includes(name)).join(', ');
  return {
    object: 'services',
    verdict: 'manual',
    statement: 'no service is started that nobody needs',
    evidence: [
      { source: '/usr/lib/systemd/system', says: 'is not there: systemd starts nothing here', wins: true },
    ],
    wishes: [],
    steps: [
      `Holdfast reads units of systemd only. Look for these: ${names}`,
      'with OpenRC: rc-update show -v, then rc-update del NAME and rc-service NAME stop',
    ],
  };
}
