import { join } from 'node:path';
import { type FreshRoot, freshRoot } from './fresh-root.ts';
import type { LabHost } from './lab-host.ts';
import { layOver } from './lay-over.ts';
import { runTool } from './run-tool.ts';

/** Nothing that `prepare` does can reach this machine, see the same in debian-root.ts; it has no /proc and no /sys. */
const APART = ['--pid', '--fork', '--kill-child', '--mount', '--net', '--uts', '--ipc'];

/** Passwords were set on 2024-02-29, on whatever day the root was made: two captures of a host are then the same. */
const SETTLE_DAYS = 's/^([^:]*:[^:]*:)[0-9]+/\\119782/';

/** A host's root before it starts (2 to 5 s): a copy of its release with its entries laid over, prepared. */
export function preparedRoot(host: LabHost, more: readonly string[] = []): FreshRoot {
  const root = freshRoot(host.release, [...(host.packages ?? []), ...more]);
  try {
    layOver(root.path, host.entries ?? {});
    if (host.prepare !== undefined) {
      runTool('unshare', [...APART, 'chroot', root.path, '/bin/sh', '-euc', host.prepare], {
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        LC_ALL: 'C',
      });
    }
    runTool('sed', ['-i', '-E', SETTLE_DAYS, join(root.path, 'etc/shadow')]);
  } catch (error) {
    root[Symbol.dispose]();
    throw error;
  }
  return root;
}
