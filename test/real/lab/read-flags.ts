import { spawnSync } from 'node:child_process';

/**
 * Inode flags of files and directories by path, as letters of lsattr(1); a path is not in it where its file system
 * has no flags. xargs hands the names over, since Node cannot pass bytes that are no UTF-8.
 */
export function readFlags(root: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const names = paths.map((path) => `.${path}`);
  const ran = spawnSync('xargs', ['-0', '-r', 'lsattr', '-d', '--'], {
    cwd: root,
    input: Buffer.from(names.join('\0'), 'latin1'),
    encoding: 'latin1',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    maxBuffer: 1 << 30,
  });
  if (ran.error !== undefined) throw ran.error;
  const bad = ran.stderr
    .split('\n')
    .find((line) => line !== '' && !/not supported|Inappropriate ioctl/.test(line));
  if (bad !== undefined) throw new Error(`lsattr: ${bad}`);
  // A name may hold a newline: so no splitting, but the known names in their order.
  const flags = new Map<string, string>();
  let at = 0;
  for (const name of names) {
    const space = ran.stdout.indexOf(' ', at);
    if (space < 0 || !ran.stdout.startsWith(`${name}\n`, space + 1)) continue;
    flags.set(name.slice(1), ran.stdout.slice(at, space).replaceAll('-', ''));
    at = space + name.length + 2;
  }
  if (at !== ran.stdout.length) throw new Error(`lsattr: not understood: ${ran.stdout.slice(at, at + 200)}`);
  return flags;
}
