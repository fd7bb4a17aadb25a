import type { JsonObject } from './daemon-json.ts';

/** Flags that have another name in the file than their own with an s behind (dockerd(8)). */
const NAMES: Readonly<Record<string, string>> = {
  D: 'debug',
  G: 'group',
  H: 'hosts',
  b: 'bridge',
  g: 'data-root',
  graph: 'data-root',
  'insecure-registry': 'insecure-registries',
  l: 'log-level',
  p: 'pidfile',
  s: 'storage-driver',
};

/**
 * Options that dockerd finds both among its flags and in its file: it does not start then, even where both say the same.
 * `add-runtime` is exempt, and its key in the file has another name.
 */
export function dockerConflicts(argv: readonly string[], options: JsonObject): readonly string[] {
  const flags = argv.slice(1).flatMap((word) => {
    const [, long, short] = /^(?:--([\w-]+)|-(\w))/.exec(word) ?? [];
    const flag = long ?? short;
    return flag === undefined ? [] : [flag];
  });
  const keys = new Set(flags.flatMap((flag) => (flag in NAMES ? [NAMES[flag] ?? flag] : [flag, `${flag}s`])));
  return Object.keys(options).filter((key) => keys.has(key));
}
