import { type AptConfiguration, aptStatements } from '../facts/apt-configuration.ts';
import { withAptDropIn } from '../facts/with-apt-drop-in.ts';
import { type AptConfig, aptConfig, aptList, aptScalar } from '../formats/apt-config.ts';
import type { Path } from '../model/path.ts';
import type { Wish } from '../model/wish.ts';

/** A value that apt is to have: of a scalar, or an item of the list NAME where the name is `NAME::`. */
export interface AptSetting {
  readonly name: string;
  readonly value: string;
}

type Planned = { readonly wishes: readonly Wish[] } | { readonly steps: readonly string[] };

/** What apt makes of all its files. */
export function effectiveApt(configuration: AptConfiguration): AptConfig {
  return aptConfig(aptStatements(configuration));
}

export function hasAptSetting(config: AptConfig, { name, value }: AptSetting): boolean {
  if (!name.endsWith('::')) return aptScalar(config, name)?.value === value;
  return aptList(config, name.slice(0, -'::'.length)).some((item) => item.value === value);
}

/** A line in a drop-in of ours that wins; steps for a person where no drop-in can, since /etc/apt/apt.conf is read last. */
export function aptDropIn(configuration: AptConfiguration, setting: AptSetting): Planned {
  const { name, value } = setting;
  for (const path of fileNames(configuration)) {
    const config = effectiveApt(withAptDropIn(configuration, path, setting));
    if (!hasAptSetting(config, setting)) continue;
    const part = name.endsWith('::') ? `apt:${name}{${value}}` : `apt:${name}`;
    return { wishes: [{ kind: 'entry', key: path, part, desired: name.endsWith('::') ? true : value }] };
  }
  const by = aptScalar(effectiveApt(configuration), name)?.by;
  const cleared = aptStatements(configuration).findLast(
    (each) => each.says === 'clear' && `${name}::`.toLowerCase().startsWith(`${each.name.toLowerCase()}::`),
  );
  const last = by ?? cleared;
  const where = last === undefined ? '/etc/apt/apt.conf' : `${last.source}, line ${last.line}`;
  return {
    steps: [
      `take what it says of ${name.replace(/::$/, '')} out of ${where}: it is read after every drop-in`,
      'then plan again',
    ],
  };
}

/** Sorts after what packages and most people write; a name after the last file, where that loses. */
function fileNames({ dropIns }: AptConfiguration): readonly Path[] {
  const last = dropIns.at(-1)?.path.replace(/^.*\/|\.conf$/g, '') ?? '';
  // `_` sorts after the dot of `.conf`, a dash would sort before it.
  return [
    '/etc/apt/apt.conf.d/99-zz-holdfast-updates.conf',
    `/etc/apt/apt.conf.d/${last}_holdfast-updates.conf`,
  ];
}
