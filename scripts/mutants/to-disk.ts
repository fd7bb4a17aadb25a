import type { Mutant } from './mutant.ts';

const ORDER = 'test/faults/order.test.ts';
const CRASHES = 'test/laws/crashes.test.ts';
const FORMAT = 'test/laws/journal-format.test.ts';
const APPLY = 'test/unit/engine/apply.test.ts';
const WRITER = 'test/real/only-writer.test.ts';

/** What reaches the disk, in which order, and what is believed of it. */
export const toDisk: readonly Mutant[] = [
  {
    name: 'no fsync of the intent',
    file: 'src/host/run-folder.ts',
    find: '        fdatasyncSync(file.fd);\n',
    replace: '',
    tests: [ORDER],
  },
  {
    name: 'done before the change',
    file: 'src/engine/transaction.ts',
    find: '  await kind.put(host, key, after, blobs, {\n',
    replace:
      "  journal.append({ type: 'done', change: number, directoryTime: timeBefore });\n  await kind.put(host, key, after, blobs, {\n",
    tests: [ORDER],
  },
  {
    name: 'intent after the change',
    file: 'src/engine/transaction.ts',
    find: "  journal.append({ type: 'intent', change: number, before, after, directoryTime: timeBefore });\n",
    replace:
      "  await kind.put(host, key, after, blobs);\n  journal.append({ type: 'intent', change: number, before, after, directoryTime: timeBefore });\n",
    tests: [CRASHES],
  },
  {
    name: 'head written before the record',
    file: 'src/engine/journal.ts',
    find: '      folder.overwrite(FILES.journal, end, bytes);\n',
    replace:
      '      folder.overwrite(FILES.head, headSlot(next).offset, encoder.encode(headSlot(next).text));\n      folder.overwrite(FILES.journal, end, bytes);\n',
    tests: [CRASHES],
  },
  {
    name: 'head may lag behind by two',
    file: 'src/engine/journal.ts',
    find: '      if (isReopened) writeHead(head);\n',
    replace: '',
    tests: [CRASHES],
  },
  {
    name: 'candidate not synced',
    file: 'src/host/build-candidate.ts',
    find: '      fchmodSync(file.fd, to.mode);\n      fsyncSync(file.fd);\n',
    replace: '      fchmodSync(file.fd, to.mode);\n',
    tests: [ORDER],
  },
  {
    name: 'no fsync of the directory',
    file: 'src/host/give-name.ts',
    find: '    syncDirectory(spot.directory);\n    syncDirectory(from.directory);\n',
    replace: '    syncDirectory(from.directory);\n',
    tests: [ORDER],
  },
  {
    name: 'run folder not synced',
    file: 'src/host/run-folder.ts',
    find: '      fsyncSync(directory.fd);\n',
    replace: '',
    tests: [ORDER],
  },
  {
    name: 'before-image of the inode skipped',
    file: 'src/host/local-put.ts',
    find: "if (now.type !== 'directory') return linkAway(root, spot, now, save);",
    replace: "if (now.type !== 'directory') return now;",
    tests: [ORDER],
  },
  {
    name: 'before-image of the content skipped',
    file: 'src/engine/prepare-run.ts',
    find: '[asEntryState(before), asEntryState(after)]',
    replace: '[asEntryState(after)]',
    tests: [CRASHES],
  },
  {
    name: "a record's hash not checked",
    file: 'src/engine/journal-text.ts',
    find: "if (parts === null || sha256(parts[2] ?? '') !== parts[1]) return null;",
    replace: 'if (parts === null) return null;',
    tests: [FORMAT],
  },
  {
    name: 'hash chain not checked',
    file: 'src/engine/journal-text.ts',
    find: ' || previous !== head.hash) return null;',
    replace: ') return null;',
    tests: [FORMAT],
  },
  {
    name: 'head not compared',
    file: 'src/engine/journal-text.ts',
    find: '  if (at.count < head.count) return',
    replace: '  if (at.count < 0) return',
    tests: [FORMAT],
  },
  {
    name: "plan's hash not checked",
    file: 'src/engine/load-run.ts',
    find: 'plan === null || digestOf(plan as unknown as Json) !== begin.plan',
    replace: 'plan === null',
    tests: [APPLY],
  },
  {
    name: "content's hash not checked",
    file: 'src/host/run-folder.ts',
    find: 'content === null || hashContent(content) !== hash',
    replace: 'content === null',
    tests: [WRITER],
  },
];
