import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SshdConnection } from '../../src/formats/sshd-match.ts';
import type { SshdTree } from '../sshd-trees.ts';
import { debianRoot, type Release } from './lab/debian-root.ts';

/** In mount namespaces of its own: the files are below /etc/ssh of a root that is otherwise untouched. */
const SCRIPT = `
set -e
mount -t proc proc "$1/proc"
mount -t tmpfs tmpfs "$1/run"
mkdir "$1/run/sshd"
mount --bind "$2/passwd" "$1/etc/passwd"
mount --bind "$2/group" "$1/etc/group"
mount --bind "$2/ssh" "$1/etc/ssh"
shift 2
exec chroot "$@"
`;
/** Without a host key it says nothing. */
const KEY = 'ssh_host_ed25519_key';

export interface Answer {
  readonly ok: boolean;
  /** Keyword in lower case to what it comes to; what sshd complains of where it does. */
  readonly says: ReadonlyMap<string, string>;
  /** Keyword in lower case to all items of its list, which sshd prints on a line each. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly error: string;
}

/** What sshd itself makes of a configuration for each connection, one start each. Needs root. */
export function askSshd(
  release: Release,
  tree: SshdTree,
  accounts: { readonly passwd: string; readonly group: string },
  connections: readonly SshdConnection[],
): readonly Answer[] {
  const folder = mkdtempSync(join(tmpdir(), 'sshd-'));
  try {
    for (const [name, text] of Object.entries(accounts)) writeFileSync(join(folder, name), text);
    for (const [name, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, 'ssh', name)), { recursive: true });
      writeFileSync(join(folder, 'ssh', name), text);
    }
    const root = debianRoot(release);
    copyFileSync(join(root, 'etc/ssh', KEY), join(folder, 'ssh', KEY));
    return connections.map((connection) => {
      const ask = ['/usr/sbin/sshd', '-T', '-h', `/etc/ssh/${KEY}`, '-C', specOf(connection)];
      const ran = spawnSync('unshare', ['-m', 'sh', '-c', SCRIPT, 'sh', root, folder, root, ...ask], {
        encoding: 'utf8',
      });
      const says = ran.stdout.split('\n').map((line): [string, string] => {
        const blank = line.indexOf(' ');
        return [line.slice(0, blank), line.slice(blank + 1)];
      });
      const lists = [...Map.groupBy(says, ([name]) => name)].map(
        ([name, all]) => [name, all.map(([, value]) => value)] as const,
      );
      return { ok: ran.status === 0, says: new Map(says), lists: new Map(lists), error: ran.stderr };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function specOf({ user, host, address, localAddress, localPort }: SshdConnection): string {
  const spec = { user, host, addr: address, laddr: localAddress, lport: localPort };
  return Object.entries(spec)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]))
    .join(',');
}
