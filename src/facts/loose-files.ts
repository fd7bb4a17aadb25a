import { decodeHostText } from '../formats/host-text.ts';
import { LOOSE_FILE_FORMAT, type LooseFile, parseLooseFiles } from '../formats/loose-files.ts';
import type { Mount } from '../formats/mountinfo.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { dockerData } from './docker-data.ts';
import { mounts } from './mounts.ts';

const XDEV = '-xdev';
/** File systems on disks of this host. Over the network a search takes hours, and finds what is others'. */
const LOCAL = ['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'jfs', 'reiserfs', 'zfs', 'bcachefs'];

/**
 * Files on local file systems that everybody may write to, directories that are not sticky, and what belongs to no
 * user or group: one find(1) for all, the dearest fact there is. Docker's data is not entered: what images hold
 * belongs to their own users. Null in an image, where no program is run.
 */
export const looseFiles: Fact<readonly LooseFile[] | null> = {
  name: 'loose-files',
  async read(host, use) {
    const mounted = await use(mounts);
    if (mounted === null) return null;
    const data = (await use(dockerData)).flatMap(({ path, real }) => [path, real]);
    const words = findWords(mounted, [...new Set(data)]);
    // A host that runs from memory has no place to begin at, and find(1) would take its own directory for one.
    if (words[0] === XDEV) return [];
    const argv = ['/usr/bin/find', ...words] as const;
    for (const word of argv) {
      if (word.isWellFormed()) continue;
      throw new Refused({ code: 'unreadable', args: { path: word as Path, why: 'its name is not UTF-8' } });
    }
    return parseLooseFiles(decodeHostText(await host.observe({ type: 'command', argv })));
  },
};

/** What find(1) is told: where to begin, where never to go, what to print. */
export function findWords(mounted: readonly Mount[], data: readonly string[]): readonly string[] {
  const isData = (path: string) => data.some((each) => path === each || path.startsWith(`${each}/`));
  const starts = mounted
    .filter(({ target, type }) => LOCAL.includes(type) || (target === '/' && type === 'overlay'))
    .filter(({ target }) => !isData(target));
  const once = starts.filter(({ device }, i) => starts.findIndex((each) => each.device === device) === i);
  const pruned = data.flatMap((path) => ['-path', path.replace(/[\\*?[]/g, '\\$&'), '-prune', '-o']);
  const open = ['-perm', '-0002', '(', '-type', 'f', '-o', '-type', 'd', '!', '-perm', '-1000', ')'];
  // Nearly all is root's: asking for the names of other ids only is what makes it fast.
  const unowned = ['!', '-uid', '0', '-nouser', '-o', '!', '-gid', '0', '-nogroup'];
  return [
    ...once.map(({ target }) => target),
    XDEV,
    '-ignore_readdir_race',
    ...pruned,
    '(',
    ...['(', ...open, ')', '-o', ...unowned],
    ')',
    '-printf',
    LOOSE_FILE_FORMAT,
  ];
}
