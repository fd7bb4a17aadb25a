import { bootSettings } from '../facts/boot-settings.ts';
import type { SysctlConfiguration } from '../facts/sysctl-configuration.ts';
import { withDropIn } from '../facts/with-drop-in.ts';
import { sysctlName, sysctlPath } from '../formats/sysctl-conf.ts';
import type { Path } from '../model/path.ts';

type Planned =
  | { readonly lines: readonly { file: Path; name: string }[] }
  | { readonly steps: readonly string[] };

/**
 * The lines that a drop-in must hold to decide a key at the next boot: of a per-interface key the glob, `all` and
 * `default`, and one line for each interface for which a foreign line would still win. Steps for a person
 * where no drop-in can win.
 */
export function planDropIn(
  configuration: SysctlConfiguration,
  interfaces: readonly string[],
  key: string,
  wanted: string,
  topic: string,
): Planned {
  if (configuration.reader === null)
    return {
      steps: [
        'systemd-sysctl.service is masked, so no file is applied: systemctl unmask systemd-sysctl.service',
      ],
    };
  const pattern = sysctlPath(key);
  const path = (name: string) => pattern.replace('*', name);
  const wrongWith = (file: Path, keys: readonly string[]) => {
    const decide = bootSettings(
      withDropIn(
        configuration,
        file,
        keys.map((each) => ({ key: each, value: wanted })),
      ),
    );
    return interfaces.flatMap((name) => {
      const by = decide(path(name));
      return by?.value === wanted ? [] : [{ name, by }];
    });
  };
  const basic = [...new Set([pattern, path('all'), path('default')])];
  let stubborn: ReturnType<typeof wrongWith> = [];
  for (const file of fileNames(configuration, topic)) {
    const explicit = wrongWith(file, basic).map(({ name }) => path(name));
    const keys = [...basic, ...explicit.filter((each) => !basic.includes(each))];
    stubborn = wrongWith(file, keys);
    if (stubborn.length === 0) return { lines: keys.map((each) => ({ file, name: sysctlName(each) })) };
  }
  const lines = stubborn.flatMap(({ by }) =>
    by === null
      ? []
      : [
          `set ${sysctlName(by.key)} = ${wanted} in ${by.source}, line ${by.line}: it is applied after every drop-in`,
        ],
  );
  return { steps: [...new Set(lines)] };
}

/** `99-zz-…` sorts after what packages and most people write; a name after the last file, where that loses. */
function fileNames({ files }: SysctlConfiguration, topic: string): readonly Path[] {
  const last = files.at(-1)?.path.replace(/^.*\/|\.conf$/g, '') ?? '';
  // `_` sorts after the dot of `.conf`, a dash would sort before it.
  return [`/etc/sysctl.d/99-zz-holdfast-${topic}.conf`, `/etc/sysctl.d/${last}_holdfast-${topic}.conf`];
}
