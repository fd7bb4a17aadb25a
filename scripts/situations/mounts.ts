import type { Situation } from './situation.ts';

const DATA = 'cases/storage/docker-data-filesystem/file-systems.test.ts';

/** When a mount point is a file system of its own, now and after a reboot. */
export const mounts: readonly Situation[] = [
  {
    host: 'dockerd has bound its data root onto itself',
    right: '`manual`: a mount point, and no file system of its own',
    rule: 'the device is another than that of /',
    test: [DATA, 'a self-bind mount is no partition'],
    without: {
      file: 'src/kit/sharers.ts',
      find: 'if (mount.device === system.device) {',
      replace: 'if (mount.id === system.id) {',
    },
  },
  {
    host: 'the data root is a btrfs subvolume of the disk that /home is on',
    right: '`manual`: it has no space of its own',
    rule: 'subvolumes share their file system',
    test: [DATA, 'a btrfs subvolume has no space of its own'],
    without: {
      file: 'src/kit/sharers.ts',
      find: 'return other === undefined ? null : ',
      replace: "return other === undefined || other.type === 'btrfs' ? null : ",
    },
  },
  {
    host: 'only a directory of a disk is mounted on the data root, and what else is on it is not seen',
    right: '`manual`: only that directory is mounted there',
    rule: 'what is not seen is taken to be shared',
    test: [DATA, "one disk bound to both roots is Docker's own"],
    without: {
      file: 'src/kit/sharers.ts',
      find: "if (mount.type !== 'btrfs') return `only",
      replace: "if (mount.type === '') return `only",
    },
  },
  {
    host: 'a file system is mounted on the data root, and later another over /var',
    right: '`manual`: the first is hidden',
    rule: 'mounts are walked as the kernel does, from the root',
    test: [DATA, 'a mount that another hides does not count; the last one on a point does'],
    without: {
      file: 'src/kit/covering-mount.ts',
      find: '.sort((a, b) => a.target.length - b.target.length || b.id - a.id)[0]',
      replace: '.sort((a, b) => b.target.length - a.target.length || b.id - a.id)[0]',
    },
  },
  {
    host: '/var/lib/dock is a mount point, /var/lib/docker is not',
    right: '`manual`: it is on the root file system',
    rule: 'paths are compared by whole names',
    test: [DATA, 'a path with a similar beginning is another path'],
    without: {
      file: 'src/kit/covering-mount.ts',
      find: 'path.startsWith(`${directory}/`)',
      replace: 'path.startsWith(directory)',
    },
  },
  {
    host: 'mounted now, and `noauto` in /etc/fstab',
    right: '`manual`: take noauto out of that line',
    rule: 'a line with noauto mounts nothing at boot',
    test: [DATA, 'mounted, but by no boot'],
    without: {
      file: 'src/facts/boot-mounts.ts',
      find: "atBoot: !options.includes('noauto')",
      replace: "atBoot: !options.includes('never')",
    },
  },
  {
    host: 'a mount unit that systemd has made below /run from an older fstab',
    right: '`manual`: it is gone after a reboot',
    rule: 'what a generator made does not count',
    test: [DATA, 'a mount unit counts where something wants it'],
    without: {
      file: 'src/facts/boot-mounts.ts',
      find: " || unit.fragment.startsWith('/run/')",
      replace: '',
    },
  },
  {
    host: 'var-lib-docker.mount with `Where=/srv`',
    right: '`manual`: systemd refuses a unit whose name is of another place',
    rule: 'a mount unit counts for the place that it names',
    test: [DATA, 'a mount unit counts where something wants it'],
    without: {
      file: 'src/facts/boot-mounts.ts',
      find: "if (where?.value.replace(/(?<=.)\\/+$/, '') !== target) return null;",
      replace: 'if (where === undefined) return null;',
    },
  },
  {
    host: 'a line in /etc/fstab for the data root, which is not mounted and has data in it',
    right: '`manual`: stop Docker and move the data first, or it would be hidden',
    rule: 'nothing is mounted over data',
    test: [DATA, 'in fstab, but not mounted: what lies there would be hidden'],
    without: {
      file: 'src/kit/docker-data.ts',
      find: 'each.target === real && each.atBoot && !isBind(each)',
      replace: 'each.target === real && !each.atBoot',
    },
  },
  {
    host: 'the data root is mounted with noexec and nosuid',
    right: '`manual`: volumes inherit that, and programs in them would not run',
    rule: 'what a mount forbids is looked at, not only where it is',
    test: [DATA, 'what the mount forbids, volumes inherit'],
    without: {
      file: 'src/kit/docker-data.ts',
      find: "['noexec', 'nosuid', 'nodev']",
      replace: "['nodev']",
    },
  },
];
