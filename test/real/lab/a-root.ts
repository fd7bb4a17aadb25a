import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');
const FILES = {
  'etc/passwd': 'root:x:0:0::/root:/bin/sh\nci:x:6001:6001::/home/ci:/bin/sh\n',
  'etc/group': 'root:x:0:\nci:x:6001:\ndocker:x:6100:ci\n',
  'etc/gshadow': 'docker:!::ci\n',
  'etc/machine-id': 'd0f1\n',
  'usr/sbin/dockerd': '',
};

/** The playbook that finds something to change in the root. */
export const MEMBERS = 'accounts/docker-group-members';

export interface ARoot extends Disposable {
  readonly path: string;
  /** Beside the root, for what a command is told to read or write. */
  beside(name: string): string;
  write(name: string, text: string): void;
  read(name: string): string;
  /** Runs a command on this root; standard input is not a terminal. */
  holdfast(...args: string[]): {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  };
  /** The same at a terminal, where these keys are typed; standard output goes to the file if one is named. */
  atTerminal(
    keys: string,
    args: string,
    stdout?: string,
  ): { readonly status: number | null; readonly seen: string };
}

/** A small root with a user in the group docker; gone when disposed of. */
export function aRoot(): ARoot {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
  const path = join(place, 'root');
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const [name, text] of Object.entries(FILES)) write(name, text);
  return {
    path,
    beside: (name) => join(place, name),
    write,
    read: (name) => readFileSync(join(path, name), 'utf8'),
    holdfast(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args, '--root', path], {
        encoding: 'utf8',
      });
      return { status, stdout, stderr };
    },
    atTerminal(keys, args, stdout) {
      const to = stdout === undefined ? '' : ` > ${stdout}`;
      const command = `${process.execPath} ${MAIN} ${args} --no-color --root ${path}${to}`;
      const ran = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', input: keys });
      return { status: ran.status, seen: ran.stdout };
    },
    [Symbol.dispose]: () => rmSync(place, { recursive: true }),
  };
}
