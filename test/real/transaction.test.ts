import { lstatSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import { runLabOnDisk } from '../laws/lab/run-lab.ts';
import { type Stage, transactionLaw } from '../laws/lab/transaction-law.ts';
import { plantOnDisk } from './lab/disk-tree.ts';

function diskStage(): Stage {
  const disk = plantOnDisk({
    '/state': { type: 'directory', mode: 0o700 },
    '/etc': { type: 'directory' },
    '/etc/a': { text: 'base\n' },
  });
  return {
    host: createRootedHost({ root: disk.root, stateDir: '/state' }),
    makeLab: runLabOnDisk,
    async edit(path, text, time) {
      if (text === null) {
        rmSync(disk.at(path), { force: true });
      } else {
        writeFileSync(disk.at(path), text);
        utimesSync(disk.at(path), time, time);
      }
    },
    manifest: () =>
      ['/', '/etc', ...readdirSync(disk.at('/etc')).map((name) => `/etc/${name}`)].map((path) => {
        const { mode, uid, gid, nlink, mtimeNs, ino } = lstatSync(disk.at(path), { bigint: true });
        const isFile = path.startsWith('/etc/');
        return [
          path,
          mode,
          uid,
          gid,
          nlink,
          isFile ? [mtimeNs, ino, readFileSync(disk.at(path), 'utf8')] : mtimeNs,
        ];
      }),
    [Symbol.dispose]: () => disk[Symbol.dispose](),
  };
}

test('on a disk too all keeps to the model, and what fails leaves no trace', () =>
  transactionLaw(diskStage, 4, 3));
