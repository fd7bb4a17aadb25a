import { spawnSync } from 'node:child_process';

/** All extended attributes of a root below `start` by path, as fields `xattr NAME`; values in hex. One process, no link followed. */
export function readAttributes(
  root: string,
  start: string,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const args = ['-R', '-P', '-h', '-d', '-m', '-', '-e', 'hex', `.${start}`];
  const ran = spawnSync('getfattr', args, { cwd: root, encoding: 'latin1', maxBuffer: 1 << 30 });
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
