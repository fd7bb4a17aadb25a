import { spawnSync } from 'node:child_process';

/**
 * All extended attributes by path, as fields `xattr NAME`; values in hex, no link followed. xargs hands the names
 * over, since Node cannot pass bytes that are no UTF-8.
 */
export function readAttributes(
  root: string,
  paths: readonly string[],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const ran = spawnSync('xargs', ['-0', '-r', 'getfattr', '-h', '-d', '-m', '-', '-e', 'hex', '--'], {
    cwd: root,
    input: Buffer.from(paths.map((path) => `.${path}`).join('\0'), 'latin1'),
    encoding: 'latin1',
    maxBuffer: 1 << 30,
  });
  if (ran.error !== undefined) throw ran.error;
  if (ran.status !== 0) throw new Error(`getfattr: ${ran.stderr}`);
  const all = new Map<string, Record<string, string>>();
  let fields: Record<string, string> = {};
  for (const line of ran.stdout.split('\n')) {
    if (line.startsWith('# file: ')) {
      fields = {};
      const path = unquote(line.slice('# file: '.length));
      all.set(`/${path.replace(/^\.(\/+|$)/, '')}`, fields);
    } else if (line !== '') {
      const equals = line.lastIndexOf('=');
      fields[`xattr ${unquote(line.slice(0, equals))}`] = line.slice(equals + 1);
    }
  }
  return all;
}

/** getfattr writes a backslash and what would break its lines as three octal digits. */
function unquote(name: string): string {
  return name.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
