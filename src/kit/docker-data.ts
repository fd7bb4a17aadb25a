import { type BootMount, bootMounts } from '../facts/boot-mounts.ts';
import { type DataNeighbors, dataNeighbors } from '../facts/data-neighbors.ts';
import { type DataDirectory, dockerData as directories } from '../facts/docker-data.ts';
import { mounts } from '../facts/mounts.ts';
import { encodeMountField } from '../formats/mount-escapes.ts';
import type { Mount } from '../formats/mountinfo.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { coveringMount, isBelow } from './covering-mount.ts';
import { moveSteps } from './move-steps.ts';
import { sharers, strangers } from './sharers.ts';

interface Given {
  readonly directories: readonly DataDirectory[];
  readonly mounts: readonly Mount[] | null;
  readonly bootMounts: readonly BootMount[];
  readonly neighbors: DataNeighbors;
}

/** Where Docker's data is, and that it has file systems of its own. */
export const dockerData = { directories, mounts, bootMounts, neighbors: dataNeighbors, onOwnFileSystem };

/** Named volumes are directories of that tree and inherit what its mount forbids. */
const HARMFUL = ['noexec', 'nosuid', 'nodev'];
/** What overlay2 and the containerd snapshotters can stand on. */
const FIT = ['ext4', 'xfs', 'btrfs', 'zfs'];

interface Trouble {
  readonly evidence: Evidence;
  readonly steps: readonly string[];
}

/** One requirement per data directory: on a file system of its own, now and after a reboot. Only the second in an image. */
function onOwnFileSystem(given: Given): readonly Requirement[] {
  return given.directories.map((directory) => {
    const { path, real, owner, evidence } = directory;
    const trouble =
      given.mounts === null ? inImage(given, directory) : onHost(given, given.mounts, directory);
    const about = {
      object: `path:${path}`,
      statement: `${owner}'s data in ${path} has a file system of its own, now and after a reboot`,
      evidence: [
        evidence,
        ...(real === path ? [] : [{ source: path, says: `leads to ${real}`, wins: true }]),
        ...whatIs(given, real),
        ...trouble.map((each) => each.evidence),
      ],
      wishes: [],
    };
    if (trouble.length === 0) return { ...about, verdict: 'met' };
    return { ...about, verdict: 'manual', steps: trouble.flatMap(({ steps }) => steps) };
  });
}

function onHost(given: Given, mounts: readonly Mount[], directory: DataDirectory): readonly Trouble[] {
  const { real } = directory;
  const mount = coveringMount(mounts, real);
  const data = given.directories.map((each) => each.real);
  const shared = sharers(real, data, mounts, given.neighbors);
  if (mount === null || shared !== null) {
    const planned = given.bootMounts.find((each) => each.target === real && each.atBoot && !isBind(each));
    const steps =
      planned === undefined
        ? moveSteps(directory, mount?.target === real)
        : [
            `${planned.source} is to be mounted on ${real} at boot and is not now; what lies there would be hidden`,
            `systemctl stop docker.socket docker.service containerd.service, then move what is in ${shellWord(real)} onto it`,
            `mount ${shellWord(real)} && systemctl start containerd.service docker.socket docker.service`,
          ];
    const says = shared ?? 'what is mounted is not known';
    return [{ evidence: { source: '/proc/self/mountinfo', says, wins: true }, steps }];
  }
  const { target } = mount;
  const boot = given.bootMounts.filter((each) => each.target === target);
  return [
    ...unfit(mount.type, mount.options, { source: '/proc/self/mountinfo' }, target),
    ...(boot.some((each) => each.atBoot) ? [] : [forgotten(boot, mount)]),
    ...boot.flatMap((each) => unfit(each.type, each.options, each.evidence, target)),
  ];
}

function inImage(given: Given, directory: DataDirectory): readonly Trouble[] {
  const { real } = directory;
  const covering = given.bootMounts
    .filter((each) => isBelow(real, each.target))
    .toSorted((a, b) => b.target.length - a.target.length);
  const mount = covering.find((each) => each.atBoot);
  const data = given.directories.map((each) => each.real);
  const shared =
    mount === undefined
      ? 'nothing is mounted there at boot'
      : isBind(mount)
        ? `${mount.target} is a bind mount`
        : strangers(mount.target, data, given.neighbors);
  if (shared !== null) {
    const evidence = { source: '/etc/fstab', says: shared, wins: true };
    const steps = [
      `give the image a partition or volume for ${real} and a line in its /etc/fstab: UUID=… ${real} ext4 defaults 0 2`,
    ];
    return [{ evidence, steps }];
  }
  return mount === undefined ? [] : unfit(mount.type, mount.options, mount.evidence, mount.target);
}

/** Mounted by hand, or by something that no boot repeats. */
function forgotten(boot: readonly BootMount[], mount: Mount): Trouble {
  const { target } = mount;
  const [idle] = boot;
  const place = shellWord(target);
  if (idle !== undefined) {
    const { source, line } = idle.evidence;
    const isLine = source === '/etc/fstab';
    return {
      evidence: { ...idle.evidence, says: `${idle.evidence.says}: not mounted at boot`, wins: true },
      steps: [
        isLine
          ? `take noauto out of line ${line} of /etc/fstab`
          : `systemctl enable "$(systemd-escape -p --suffix=mount ${place})"`,
      ],
    };
  }
  const says = `no line and no mount unit mounts ${target} at boot`;
  return {
    evidence: { source: '/etc/fstab', says, wins: true },
    steps: [`echo ${fstabFields(mount)} >> /etc/fstab`, 'systemctl daemon-reload && findmnt --verify'],
  };
}

/** The line that would make the mount again, for echo(1); DIRECTORY is what a bind mount binds, which the kernel does not tell. */
function fstabFields({ target, type, root }: Mount): string {
  const place = shellWord(encodeMountField(target));
  if (type !== 'btrfs' && root !== '/') return `DIRECTORY ${place} none bind 0 0`;
  const options =
    type === 'btrfs' && root !== '/' ? shellWord(`subvol=${encodeMountField(root)}`) : 'defaults';
  return `"UUID=$(findmnt -no UUID ${shellWord(target)})" ${place} ${type} ${options} 0 ${type === 'ext4' ? 2 : 0}`;
}

function unfit(
  type: string,
  options: readonly string[],
  place: { readonly source: string; readonly line?: number },
  target: string,
): readonly Trouble[] {
  const { source } = place;
  const at = { source, ...(place.line === undefined ? {} : { line: place.line }), wins: true };
  const harmful = HARMFUL.filter((option) => options.includes(option));
  const where =
    place.line === undefined ? '' : `take ${harmful.join(', ')} out of ${source}:${place.line}, then `;
  const undone = harmful.map((option) => option.slice(2)).join(',');
  return [
    ...(harmful.length === 0
      ? []
      : [
          {
            evidence: {
              ...at,
              says: `${harmful.join(', ')} on ${target}, which containers' volumes inherit`,
            },
            steps: [`${where}mount -o remount,${undone} ${shellWord(target)}`],
          },
        ]),
    ...(FIT.includes(type) || type === '' || type === 'auto' || type === 'none'
      ? []
      : [
          {
            evidence: { ...at, says: `${target} is ${type}; overlay2 needs ext4, or xfs with ftype=1` },
            steps: [`move the data to an ext4 file system, or xfs with ftype=1, mounted on ${target}`],
          },
        ]),
  ];
}

function isBind({ options }: BootMount): boolean {
  return options.includes('bind') || options.includes('rbind');
}

function whatIs({ mounts, bootMounts }: Given, real: string): readonly Evidence[] {
  const mount = mounts === null ? null : coveringMount(mounts, real);
  const target = mount?.target ?? real;
  const boot = bootMounts.filter((each) => each.target === target).map((each) => each.evidence);
  if (mount === null) return boot;
  const loop = mount.source.startsWith('/dev/loop')
    ? ', a loop file: it limits size but shares the disk'
    : '';
  const says = `${mount.source} (${mount.type}, directory ${mount.root}) on ${mount.target}${loop}`;
  return [{ source: '/proc/self/mountinfo', says, wins: true }, ...boot];
}
