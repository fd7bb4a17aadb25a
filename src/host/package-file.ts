import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { dpkgControl } from '../formats/dpkg-control.ts';
import { parseDpkgStatus } from '../formats/dpkg-status.ts';
import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import { Refused } from '../model/refusal.ts';
import { needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import { type PackageParts, packPackageScript } from './pack-package-script.ts';
import { JOB_MS, runProgram } from './run-program.ts';
import { errnoOf } from './system-error.ts';

const ARCHIVES = '/var/cache/apt/archives';
const STATUS = '/var/lib/dpkg/status';
const INFO = '/var/lib/dpkg/info';
const DIVERSIONS = '/var/lib/dpkg/diversions';

/** HostReader.packageFile on the running machine. */
export async function packageFile(name: string, version: string): Promise<Uint8Array> {
  return (
    (await fromArchive(name, version)) ?? (await packed(name, version)) ?? (await downloaded(name, version))
  );
}

/** As it came: the configuration files in it are the maintainer's, and not as somebody has edited them. */
async function fromArchive(name: string, version: string): Promise<Uint8Array | null> {
  const start = `${name}_${version.replaceAll(':', '%3a')}_`;
  const files = orNull(() => readdirSync(ARCHIVES)) ?? [];
  for (const file of files.filter((each) => each.startsWith(start) && each.endsWith('.deb'))) {
    const path = `${ARCHIVES}/${file}`;
    const { status, stdout } = await runProgram(dpkgDeb(), ['--field', path, 'Package', 'Version']);
    const fields = Buffer.from(stdout).toString('latin1');
    if (status === 0 && fields === `Package: ${name}\nVersion: ${version}\n`) return readFileSync(path);
  }
  return null;
}

/** As it is installed now, with the data that dpkg keeps of it. */
async function packed(name: string, version: string): Promise<Uint8Array | null> {
  const status = decodeHostText(orNull(() => readFileSync(STATUS)) ?? new Uint8Array());
  const found = parseDpkgStatus(status).find((each) => each.name === name && each.state === 'installed');
  const control = dpkgControl(status, name);
  if (found?.version !== version || control === null) return null;
  const id = [name, `${name}:${found.architecture}`].find((each) =>
    orNull(() => lstatSync(`${INFO}/${each}.list`)),
  );
  if (id === undefined) return null;
  return apart(packPackageScript(partsOf(name, id, control)), `pack ${name} ${version} again`);
}

async function downloaded(name: string, version: string): Promise<Uint8Array> {
  const apt = needProgram('apt-get', 'apt', `download ${name}`);
  const script = `
place=/sys/kernel
mount -n -t tmpfs -o mode=0700 holdfast "$place"
cd "$place"
"$1" -q -o APT::Sandbox::User=root download -- "$2" > /dev/null
cat ./*.deb
`;
  return apart(script, `apt-get download ${name}=${version}`, [apt, `${name}=${version}`]);
}

function partsOf(name: string, id: string, control: string): PackageParts {
  const listed = linesOf(`${INFO}/${id}.list`).filter((path) => path !== '/.');
  const diverted = new Set(linesOf(DIVERSIONS));
  const elsewhere = listed.find((path) => diverted.has(path));
  if (elsewhere !== undefined) {
    const why = `its file ${elsewhere} is diverted by another package`;
    throw new Refused({ code: 'command-failed', args: { command: `pack ${name} again`, why } });
  }
  const parents = new Set(listed.map((path) => path.slice(0, path.lastIndexOf('/'))));
  const stats = new Map<string, Stats>();
  for (const path of listed) {
    const stat = orNull(() => lstatSync(encodeHostText(path) as Buffer));
    if (stat !== null) stats.set(path, stat);
  }
  const there = listed.filter((path) => stats.has(path));
  const isLinked = (path: string) => stats.get(path)?.isSymbolicLink() === true && parents.has(path);
  return {
    id,
    control,
    conffiles: linesOf(`${INFO}/${id}.conffiles`)
      .filter((path) => stats.has(path))
      .map((path) => `${path}\n`)
      .join(''),
    linkedDirectories: there.filter(isLinked),
    files: there.filter((path) => !isLinked(path)).map((path) => path.slice(1)),
  };
}

/** In mounts of its own, which the kernel takes away with it. */
async function apart(script: string, what: string, args: readonly string[] = []): Promise<Uint8Array> {
  const unshare = needProgram('unshare', 'util-linux', what);
  const own = ['--mount', '--propagation', 'private', '/bin/sh', '-eus', ...args];
  const { status, stdout, stderr } = await runProgram(unshare, own, {
    input: encodeHostText(script),
    longestMs: JOB_MS,
  });
  if (status === 0) return stdout;
  throw new Refused({ code: 'command-failed', args: { command: what, why: inOneLine(stderr) } });
}

function dpkgDeb(): string {
  return needProgram('dpkg-deb', 'dpkg', 'look into a package');
}

function linesOf(path: string): readonly string[] {
  const text = decodeHostText(orNull(() => readFileSync(path)) ?? new Uint8Array());
  return text.split('\n').filter((line) => line !== '');
}

function orNull<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return null;
    throw error;
  }
}
