import { encodeHostText } from '../formats/host-text.ts';
import type { Path } from '../model/path.ts';
import type { AptConfFile, AptConfiguration } from './apt-configuration.ts';

/** The configuration as it would be with one more statement at the end of a drop-in, new or not. */
export function withAptDropIn(
  configuration: AptConfiguration,
  path: Path,
  { name, value }: { readonly name: string; readonly value: string },
): AptConfiguration {
  const { dropIns, main } = configuration;
  const before = dropIns.find((file) => file.path === path)?.statements ?? [];
  const line = (before.at(-1)?.lastLine ?? 0) + 1;
  const added = { says: 'set', name, value, line, lastLine: line, source: path } as const;
  const files: AptConfFile[] = [
    ...dropIns.filter((file) => file.path !== path),
    { path, statements: [...before, added] },
  ];
  files.sort((a, b) => Buffer.compare(encodeHostText(a.path), encodeHostText(b.path)));
  return { dropIns: files, main };
}
