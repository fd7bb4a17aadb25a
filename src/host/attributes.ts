import { Buffer } from 'node:buffer';
import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import { touchTime } from '../formats/touch-time.ts';
import { Refused } from '../model/refusal.ts';
import { itself } from './descriptor.ts';
import { findProgram, needProgram } from './find-program.ts';
import { type ProgramResult, runProgram } from './run-program.ts';
import { type ByPerl, xattrsByPerl } from './xattrs-by-perl.ts';

/**
 * Extended attributes and inode flags, for which Node has no call. The tools get the open descriptor, never
 * a path: whatever the name has become, the inode that was looked at is the one that is read or written.
 */
type Xattrs = { readonly [name: string]: string };

/** The flags chattr(1) can set on usual file systems. `e`, `I`, `N`, `V` and the like are the file system's own. */
const SETTABLE = 'ACDFPSTacdijmstux';
const CHILD = itself(3);

/** Values in base64. ACLs, capabilities and the SELinux label are attributes too. */
export async function readXattrs(descriptor: number, path: string): Promise<Xattrs> {
  const getfattr = findProgram('getfattr');
  if (getfattr === null) return orByPerl(`read the ACL and attributes of ${path}`).read(descriptor, path);
  const args = ['-d', '-m', '-', '-e', 'base64', '--absolute-names', '--', CHILD];
  const { status, stdout, stderr } = await runProgram(getfattr, args, { descriptors: [descriptor] });
  if (status !== 0) {
    if (/Operation not supported/.test(stderr)) return {};
    throw new Refused({ code: 'unreadable', args: { path: path as `/${string}`, why: stderr.trim() } });
  }
  const found: [string, string][] = [];
  for (const line of Buffer.from(stdout).toString('latin1').split('\n')) {
    // `# file: …` stands above them; a name never begins so, but may have a # elsewhere.
    const parts = /^(?!#)([^=]+)=(?:0s(.*))?$/.exec(line);
    if (parts !== null) found.push([unescapeName(parts[1] ?? ''), parts[2] ?? '']);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Makes the attributes be just these. */
export async function writeXattrs(descriptor: number, path: string, now: Xattrs, to: Xattrs): Promise<void> {
  for (const name of Object.keys(now)) {
    if (!(name in to)) await writeXattr(descriptor, path, name, null);
  }
  for (const [name, value] of Object.entries(to)) {
    if (now[name] !== value) await writeXattr(descriptor, path, name, value);
  }
}

async function writeXattr(
  descriptor: number,
  path: string,
  name: string,
  value: string | null,
): Promise<void> {
  const setfattr = findProgram('setfattr');
  if (setfattr === null) {
    await orByPerl(`keep the ACL and attributes of ${path}`).write(descriptor, path, name, value);
    return;
  }
  // `0s` with nothing after it sets nothing, and says so to nobody.
  const words = value === null ? ['-x', name] : ['-n', name, '-v', value === '' ? '' : `0s${value}`];
  const args = [...words, '--', CHILD];
  const { status, stderr } = await runProgram(setfattr, args, { descriptors: [descriptor] });
  if (status === 0) return;
  const errno = /not supported/.test(stderr) ? 'EOPNOTSUPP' : stderr.trim();
  throw new Refused({ code: 'io', args: { path, call: `setfattr ${name}`, errno } });
}

function orByPerl(what: string): ByPerl {
  const perl = findProgram('perl');
  const byPerl = perl === null ? null : xattrsByPerl(perl);
  if (byPerl === null)
    throw new Refused({ code: 'tool-missing', args: { tool: 'getfattr', package: 'attr', what } });
  return byPerl;
}

/** The flags of a file or directory; `''` on file systems that have none. chattr's tools refuse descriptors: they get the directory's. */
export async function readFlags(directory: number, name: string, path: string): Promise<string> {
  const lsattr = needProgram('lsattr', 'e2fsprogs', `read the flags of ${path}`);
  const { status, stdout, stderr } = await runOnName(lsattr, ['-d'], directory, name);
  if (status !== 0 || stdout.length === 0) {
    if (/Operation not supported|Inappropriate ioctl|Function not implemented/.test(stderr)) return '';
    throw new Refused({ code: 'unreadable', args: { path: path as `/${string}`, why: stderr.trim() } });
  }
  const letters = Buffer.from(stdout).toString('latin1').split(' ')[0] ?? '';
  return [...letters]
    .filter((letter) => SETTABLE.includes(letter))
    .sort()
    .join('');
}

/** Makes the settable flags be just these. */
export async function writeFlags(
  directory: number,
  name: string,
  path: string,
  now: string,
  to: string,
): Promise<void> {
  if (now === to) return;
  const chattr = needProgram('chattr', 'e2fsprogs', `set the flags of ${path}`);
  // Not `=flags`: that would also clear the file system's own, such as ext4's extents.
  const set = [...to].filter((letter) => !now.includes(letter)).join('');
  const cleared = [...now].filter((letter) => !to.includes(letter)).join('');
  const words = [...(set === '' ? [] : [`+${set}`]), ...(cleared === '' ? [] : [`-${cleared}`])];
  const { status, stderr } = await runOnName(chattr, words, directory, name);
  if (status !== 0) throw new Refused({ code: 'io', args: { path, call: 'chattr', errno: stderr.trim() } });
}

/** Node gives programs their words as UTF-8. A name of other bytes comes to xargs on standard input. */
async function runOnName(
  program: string,
  words: readonly string[],
  directory: number,
  name: string,
): Promise<ProgramResult> {
  const cwd = itself(directory);
  const target = `./${name}`;
  if (name.isWellFormed()) return runProgram(program, [...words, '--', target], { cwd });
  const xargs = needProgram('xargs', 'findutils', 'name a file whose name is not UTF-8');
  return runProgram(xargs, ['-0', program, ...words, '--'], { cwd, input: encodeHostText(target) });
}

/** To the nanosecond; node:fs goes through a double and loses up to 245 ns. */
export async function writeMtime(descriptor: number, path: string, nanoseconds: string): Promise<void> {
  const touch = needProgram('touch', 'coreutils', `set the time of ${path}`);
  const args = ['-c', '-m', '-d', `@${touchTime(nanoseconds)}`, '--', CHILD];
  const { status, stderr } = await runProgram(touch, args, { descriptors: [descriptor] });
  if (status !== 0)
    throw new Refused({ code: 'io', args: { path, call: 'utimensat', errno: stderr.trim() } });
}

/** getfattr writes what would break its lines, and the backslash, in octal; other bytes as they are. */
function unescapeName(name: string): string {
  const bytes = name.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return decodeHostText(Buffer.from(bytes, 'latin1'));
}
