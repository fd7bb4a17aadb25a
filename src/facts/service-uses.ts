import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { containerMounts } from './container-mounts.ts';
import { fstab } from './fstab.ts';
import { mounts } from './mounts.ts';
import { nfsVolumes } from './nfs-volumes.ts';
import { textFile } from './text-file.ts';

type Uses = (use: Use) => Promise<readonly Evidence[]>;

/** What rests on a service without any unit saying so. */
const USES: { readonly [service: string]: Uses } = {
  autofs: async (use) => {
    const text = (await use(textFile('/etc/auto.master'))) ?? '';
    return linesThat(text, '/etc/auto.master', (line) => /^\/[^\s]/.test(line));
  },
  'avahi-daemon': (use) => fromContainers(use, /^\/(?:var\/)?run\/avahi-daemon(?:\/|$)/),
  cups: (use) => fromContainers(use, /^\/(?:var\/)?run\/cups(?:\/|$)/),
  dnsmasq: resolves,
  named: resolves,
  rpcbind: async (use) => [
    ...(await use(fstab))
      .filter(({ type, options }) => isNfs3(type, options))
      .map(({ line, source, target, type, options }) => ({
        source: '/etc/fstab',
        line,
        says: `${source} ${target} ${type} ${options.join(',')}`,
        wins: false,
      })),
    ...((await use(mounts)) ?? [])
      .filter(({ type, superOptions }) => isNfs3(type, superOptions))
      .map(({ source, target, type }) => ({
        source: '/proc/self/mountinfo',
        says: `${source} is mounted on ${target} as ${type}`,
        wins: false,
      })),
    ...(await use(nfsVolumes))
      .filter(({ type, options }) => isNfs3(type, options))
      .map(({ name, path }) => ({
        source: path,
        says: `the volume ${name} of Docker is on NFS`,
        wins: false,
      })),
  ],
};

/** Mounts, containers and settings of this host that need the service; empty where none is known. */
export function serviceUses(service: string): Fact<readonly Evidence[]> {
  return { name: `service-uses ${service}`, read: async (_host, use) => (await USES[service]?.(use)) ?? [] };
}

/** Version 4 needs no rpcbind. What says no version may come down to 3. */
function isNfs3(type: string, options: readonly string[]): boolean {
  return type === 'nfs' && !options.some((option) => /^(?:nfs)?vers=4/.test(option));
}

/** By the resolver's file: loopback addresses but those of systemd-resolved. */
async function resolves(use: Use): Promise<readonly Evidence[]> {
  const text = (await use(textFile('/etc/resolv.conf'))) ?? '';
  return linesThat(text, '/etc/resolv.conf', (line) =>
    /^nameserver\s+(?:::1|127\.(?!0\.0\.5[34]\b)[\d.]+)\s*$/.test(line),
  );
}

async function fromContainers(use: Use, below: RegExp): Promise<readonly Evidence[]> {
  return (await use(containerMounts))
    .filter(({ source }) => below.test(source))
    .map(({ container, path, source }) => ({
      source: path,
      says: `the container ${container} has ${source} mounted`,
      wins: false,
    }));
}

function linesThat(text: string, source: Path, fits: (line: string) => boolean): readonly Evidence[] {
  return text
    .split('\n')
    .flatMap((line, i) => (fits(line) ? [{ source, line: i + 1, says: line.trim(), wins: false }] : []));
}
