import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Path } from '../../src/model/path.ts';
import { refused } from '../laws/lab/host-suite.ts';
import { bytesOf, directoryEntry, fileEntry, linkEntry } from '../laws/lab/tree.ts';
import { plantOnDisk } from './lab/disk-tree.ts';

const SAVE = '/state/kept/000001-1';
const RESTORE = '/state/kept/000000-1';

interface Race {
  readonly path: Path;
  readonly to: Entry | null;
  /** Begins as soon as this is there; at once when absent, which is while the old state is being read. */
  readonly after?: 'candidate' | 'save';
  readonly restore?: true;
  readonly edit: (at: (path: string) => string) => void;
}

const replace = (at: (path: string) => string) => {
  writeFileSync(at('/etc/edited'), 'mine\n', { mode: 0o604 });
  renameSync(at('/etc/edited'), at('/etc/file'));
};
const RACES: Readonly<Record<string, Race>> = {
  'replaced while the candidate is built': {
    path: '/etc/file',
    to: fileEntry('new\n'),
    after: 'candidate',
    edit: replace,
  },
  'written to while the candidate is built': {
    path: '/etc/file',
    to: fileEntry('new\n'),
    after: 'candidate',
    edit: (at) => appendFileSync(at('/etc/file'), 'mine\n'),
  },
  'given another mode while the candidate is built': {
    path: '/etc/file',
    to: fileEntry('new\n'),
    after: 'candidate',
    edit: (at) => chmodSync(at('/etc/file'), 0o604),
  },
  'replaced once the old inode has its second name': {
    path: '/etc/file',
    to: fileEntry('new\n'),
    after: 'save',
    edit: replace,
  },
  'written to once the old inode has its second name': {
    path: '/etc/file',
    to: linkEntry('x'),
    after: 'save',
    edit: (at) => appendFileSync(at('/etc/file'), 'mine\n'),
  },
  'removed while the candidate is built': {
    path: '/etc/file',
    to: fileEntry('new\n'),
    after: 'candidate',
    edit: (at) => renameSync(at('/etc/file'), at('/etc/moved')),
  },
  'replaced before a directory comes in its place': {
    path: '/etc/file',
    to: directoryEntry(),
    after: 'save',
    edit: replace,
  },
  'written to before it is removed': {
    path: '/etc/file',
    to: null,
    after: 'save',
    edit: (at) => appendFileSync(at('/etc/file'), 'mine\n'),
  },
  'replaced before its mode is changed': {
    path: '/etc/file',
    to: fileEntry('old\n', { mode: 0o600 }),
    edit: replace,
  },
  'replaced before it is taken back': {
    path: '/etc/file',
    to: fileEntry('kept\n'),
    restore: true,
    after: 'save',
    edit: replace,
  },
  'made by another while it is made': {
    path: '/etc/none',
    to: fileEntry('new\n'),
    after: 'candidate',
    edit: (at) => writeFileSync(at('/etc/none'), 'mine\n'),
  },
  'made as a link by another while it is made': {
    path: '/etc/none',
    to: linkEntry('new'),
    after: 'candidate',
    edit: (at) => symlinkSync('mine', at('/etc/none')),
  },
  'made as a directory by another while it is made': {
    path: '/etc/none',
    to: directoryEntry(),
    after: 'candidate',
    edit: (at) => mkdirSync(at('/etc/none'), 0o704),
  },
  'made by another while it is taken back': {
    path: '/etc/none',
    to: fileEntry('kept\n'),
    restore: true,
    edit: (at) => writeFileSync(at('/etc/none'), 'mine\n'),
  },
  'filled while a file is to come in its place': {
    path: '/etc/directory',
    to: fileEntry('new\n'),
    after: 'candidate',
    edit: (at) => writeFileSync(at('/etc/directory/mine'), 'mine\n'),
  },
};

const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Inode, mode and content: what an edit is made of. */
function seen(path: string): readonly unknown[] {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  const content = stat.isFile() ? readFileSync(path, 'utf8') : stat.isDirectory() ? readdirSync(path) : null;
  return [stat.ino, stat.mode, stat.uid, stat.nlink, content];
}

for (const [what, { path, to, after, restore, edit }] of Object.entries(RACES)) {
  for (const save of restore === undefined && after !== 'save'
    ? ([SAVE, null] as const)
    : ([SAVE] as const)) {
    test(`${path} is ${what}${save === null ? ', and is not kept' : ''}: refused, and the edit stays`, async () => {
      using disk = plantOnDisk({
        '/state': { type: 'directory', mode: 0o700 },
        '/state/kept': { type: 'directory', mode: 0o700 },
        '/etc': { type: 'directory' },
        '/etc/file': { text: 'old\n', mode: 0o640 },
        '/etc/directory': { type: 'directory' },
        ...(restore === undefined ? {} : { [RESTORE]: { text: 'kept\n' } }),
      });
      const at = (p: string) => `${disk.root}${p}`;
      const host = createRootedHost({ root: disk.root, stateDir: '/state' });
      const content = to?.type === 'file' ? bytesOf('new\n') : null;
      const kept = {
        ...(save === null ? {} : { save }),
        ...(restore === undefined ? {} : { restore: RESTORE }),
      };
      const putting = host.putEntry(path, to, content, kept as Parameters<typeof host.putEntry>[3]);
      let isOver = false;
      const over = refused(
        putting,
        what.startsWith('filled') && save === null ? 'io' : 'changed-since',
      ).finally(() => {
        isOver = true;
      });
      const sign = after === undefined ? null : at(after === 'save' ? SAVE : '/state/kept/candidate');
      while (sign !== null && !isOver && !isThere(sign)) await setImmediate();
      edit(at);
      const mine = seen(at(path));
      await over;
      const [ino, mode, uid, , text] = seen(at(path));
      const [myIno, myMode, myUid, , myText] = mine;
      assert.deepEqual([ino, mode, uid, text], [myIno, myMode, myUid, myText]);
      // No second name stays: the next plan would find a hard-linked file.
      assert.ok(!isThere(at(SAVE)));
    });
  }
}
