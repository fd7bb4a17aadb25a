import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A cgroup in every hierarchy of this machine, below the one that we are in. */
export interface OwnCgroups extends AsyncDisposable {
  /** What to join. */
  readonly own: readonly string[];
  /** What systemd-nspawn runs in them should see instead of the machine's, each by where its hierarchy is mounted. */
  readonly shown: readonly (readonly [mount: string, cgroup: string])[];
}

interface Hierarchy {
  readonly mount: string;
  /** systemd-nspawn puts what it runs into a `payload` of these only: that with its services, and version 2. */
  readonly hasPayload: boolean;
  readonly own: string;
}

const LONGEST_END_MS = 20_000;
let count = 0;

/** Disposed of, they are gone with all below them; as long as a process is in one, that waits. */
export function ownCgroups(): OwnCgroups {
  const name = `holdfast-lab-${process.pid}-${count++}`;
  const all = hierarchies(name);
  for (const { own } of all) removeLeftovers(dirname(own));
  const shown = all.map(({ mount, hasPayload, own }) => {
    const cgroup = hasPayload ? join(own, 'payload') : own;
    mkdirSync(cgroup, { recursive: true });
    return [mount, cgroup] as const;
  });
  for (const { own } of all) {
    // In version 1 nobody can join one whose sets are empty.
    for (const set of ['cpuset.cpus', 'cpuset.mems']) {
      if (existsSync(join(own, 'tasks')) && existsSync(join(own, set)))
        writeFileSync(join(own, set), readFileSync(join(own, '..', set)));
    }
  }
  return {
    own: all.map(({ own }) => own),
    shown,
    async [Symbol.asyncDispose]() {
      const deadline = Date.now() + LONGEST_END_MS;
      for (const { own } of all) {
        for (const each of withAllBelow(own)) await remove(each, deadline);
      }
    },
  };
}

/** Of tests that were killed, as far as what they ran has ended with them. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^holdfast-lab-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      spawnSync('rmdir', withAllBelow(join(parent, name)));
  }
}

/** From deepest to highest; systemd has hidden ones, too: `.control` of a service that it reloads. */
function withAllBelow(cgroup: string): readonly string[] {
  // find(1) goes on where one is removed while it looks, as by the systemd that ends in there.
  const { stdout } = spawnSync('find', [cgroup, '-depth', '-type', 'd', '-print0'], { encoding: 'utf8' });
  return stdout.split('\0').filter((path) => path !== '');
}

async function remove(cgroup: string, deadline: number): Promise<void> {
  while (existsSync(cgroup)) {
    try {
      rmdirSync(cgroup);
    } catch (error) {
      if (Date.now() > deadline) {
        const inIt = readFileSync(join(cgroup, 'cgroup.procs'), 'utf8').trim();
        throw new Error(`${cgroup} is still in use: ${inIt}`, { cause: error });
      }
      await wait(20);
    }
  }
}

function hierarchies(name: string): readonly Hierarchy[] {
  const ours = new Map<string, string>();
  for (const line of readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n')) {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    for (const controller of controllers.split(',')) ours.set(controller, path);
  }
  const mounts = readFileSync('/proc/self/mounts', 'utf8').trim().split('\n');
  return mounts.flatMap((line) => {
    const [, mount = '', type, options = ''] = line.split(' ');
    const controller = type === 'cgroup2' ? '' : options.split(',').find((option) => ours.has(option));
    const path = controller === undefined ? undefined : ours.get(controller);
    if (!type?.startsWith('cgroup') || path === undefined) return [];
    return [
      { mount, hasPayload: !controller || controller === 'name=systemd', own: join(mount, path, name) },
    ];
  });
}
