import type { WrittenHost } from '../../../src/host/memory-host.ts';
import type { ObservedProcess } from '../../../src/model/observation.ts';

type Entries = NonNullable<WrittenHost['entries']>;

/** A running host with Debian's usual accounts; `accounts` are lines of passwd and shadow, by their name. */
export function accountsHost({
  accounts = {},
  entries = {},
  processes = [],
  type = 'live',
}: {
  readonly accounts?: { readonly [name: string]: readonly [passwd: string, shadow: string] };
  readonly entries?: Entries;
  readonly processes?: readonly Pick<ObservedProcess, 'uid'>[];
  readonly type?: 'live' | 'image';
}): WrittenHost {
  const all = {
    root: ['x:0:0:root:/root:/bin/bash', '$y$HASH:19782:0:99999:7:::'],
    daemon: ['x:1:1:daemon:/usr/sbin:/usr/sbin/nologin', '*:19782:0:99999:7:::'],
    sync: ['x:4:65534:sync:/bin:/bin/sync', '*:19782:0:99999:7:::'],
    nobody: ['x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin', '*:19782:0:99999:7:::'],
    ...accounts,
  };
  const lines = (at: 0 | 1) => Object.entries(all).map(([name, fields]) => `${name}:${fields[at]}\n`);
  return {
    type,
    entries: {
      '/usr/sbin/nologin': '',
      '/etc/passwd': lines(0).join(''),
      '/etc/shadow': lines(1).join(''),
      '/etc/group': 'root:x:0:\ndaemon:x:1:\nsudo:x:27:alice\npeople:x:1000:\nnogroup:x:65534:\n',
      '/etc/login.defs': 'UID_MIN\t\t\t 1000\nGID_MIN 1000\n',
      '/etc/default/useradd': 'SHELL=/bin/sh\n# INACTIVE=-1\n',
      ...entries,
    },
    observations: [
      [
        { type: 'processes' },
        JSON.stringify(processes.map(({ uid }, i) => ({ pid: i + 2, uid, gids: [], argv: [] }))),
      ],
    ],
  };
}
