import type { AptConfiguration } from '../facts/apt-configuration.ts';
import type { SourcedAptSource } from '../facts/apt-sources.ts';
import { type AptConfig, type AptValue, aptBool } from '../formats/apt-config.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { aptDropIn, effectiveApt } from './apt-drop-in.ts';
import { aptEvidence, sourceEvidence, withoutUser } from './apt-evidence.ts';

/** Options that let packages in whose origin nobody has proved, or that are not fetched from whom they should be. */
const HARMFUL: readonly { readonly name: RegExp; readonly safe: 'true' | 'false' }[] = [
  { name: /^APT::Get::AllowUnauthenticated$/i, safe: 'false' },
  { name: /^Acquire::AllowInsecureRepositories$/i, safe: 'false' },
  { name: /^Acquire::AllowWeakRepositories$/i, safe: 'false' },
  { name: /^Acquire::AllowDowngradeToInsecureRepositories$/i, safe: 'false' },
  { name: /^Acquire::https::(?:.+::)?Verify-(?:Peer|Host)$/i, safe: 'true' },
];
/** The same for one source: sources.list(5). */
const TRUSTING = ['trusted', 'allow-insecure', 'allow-weak', 'allow-downgrade-to-insecure'];

/** One requirement per option and source that has a say in it, and one where none has: apt takes nothing unsigned. */
export function authenticates(
  configuration: AptConfiguration,
  sources: readonly SourcedAptSource[],
): readonly Requirement[] {
  const config = effectiveApt(configuration);
  const archives = Map.groupBy(
    sources.filter(({ enabled }) => enabled),
    ({ uris, suites }) => [...uris.map(withoutUser), ...suites].join(' '),
  );
  const found = [
    ...harmful(config).map((each) => ofOption(configuration, each)),
    ...[...archives].flatMap(([archive, named]) => ofArchive(archive, named)),
  ];
  if (found.length > 0) return found;
  return [
    {
      object: 'signatures',
      verdict: 'met',
      statement: 'apt takes no package that is not signed by its archive',
      evidence: [{ source: '/etc/apt', says: 'no option and no source says otherwise', wins: true }],
      wishes: [],
    },
  ];
}

function harmful(config: AptConfig): readonly { value: AptValue; safe: 'true' | 'false' }[] {
  return config.values.flatMap((value) => {
    const option = HARMFUL.find(({ name }) => name.test(value.name));
    return option === undefined ? [] : [{ value, safe: option.safe }];
  });
}

function ofOption(
  configuration: AptConfiguration,
  { value, safe }: { readonly value: AptValue; readonly safe: 'true' | 'false' },
): Requirement {
  const { name } = value;
  const about = {
    object: `key:${name}`,
    statement: `${name} is ${safe}: apt takes nothing that its archive has not signed, from nobody else`,
    evidence: [aptEvidence(value, name)],
  };
  // A word that apt does not know leaves its default, which is safe.
  const said = aptBool(value.value);
  if (said === null || String(said) === safe) return { ...about, verdict: 'met', wishes: [] };
  const planned = aptDropIn(configuration, { name, value: safe });
  if ('steps' in planned) return { ...about, verdict: 'manual', wishes: [], steps: planned.steps };
  return { ...about, verdict: 'unmet', wishes: planned.wishes };
}

/** One requirement per archive, however often it is named. */
function ofArchive(archive: string, named: readonly SourcedAptSource[]): readonly Requirement[] {
  const trusting = named.flatMap((each) =>
    [...each.options]
      .filter(([name, { value }]) => TRUSTING.includes(name) && aptBool(value) === true)
      .map(([name, { value, line }]) => ({ each, name, value, line })),
  );
  if (trusting.length === 0) return [];
  const evidence = trusting.flatMap(({ each, name, value, line }): Evidence[] => [
    sourceEvidence(each, false),
    { source: each.source, line, says: `${name}=${value}`, wins: true },
  ]);
  const signedBy = ({ source }: SourcedAptSource) =>
    source.endsWith('.sources')
      ? 'Signed-By: /etc/apt/keyrings/NAME.asc'
      : '[signed-by=/etc/apt/keyrings/NAME.asc]';
  return [
    {
      object: `source:${archive}`,
      verdict: 'manual',
      statement: `what comes from ${archive} is signed by whoever keeps it`,
      evidence,
      wishes: [],
      steps: [
        `get the key of whoever keeps ${archive}, and put it into /etc/apt/keyrings`,
        ...trusting.map(
          ({ each, name, line }) =>
            `in ${each.source}, line ${line}, put ${signedBy(each)} in the place of ${name}`,
        ),
        'apt-get update',
      ],
    },
  ];
}
