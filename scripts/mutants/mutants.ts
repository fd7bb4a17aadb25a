/** One way to break Holdfast on purpose. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Files of tests, the quickest first, of which one must fail. */
  readonly tests: readonly string[];
}

const ORDER = 'test/faults/order.test.ts';
const CRASHES = 'test/laws/crashes.test.ts';
const FORMAT = 'test/laws/journal-format.test.ts';
const HOSTS = 'test/laws/host.test.ts';
const APPLY = 'test/unit/engine/apply.test.ts';
const PLAN = 'test/unit/engine/make-plan.test.ts';
const ROLLBACK = 'test/unit/engine/plan-rollback.test.ts';
const RESCUE = 'test/unit/engine/rescue-script.test.ts';
const WRITER = 'test/real/only-writer.test.ts';

export const mutants: readonly Mutant[] = [
  // What reaches the disk, and in which order.
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
    name: 'candidate not synced',
    file: 'src/host/local-put.ts',
    find: '      fchmodSync(file.fd, to.mode);\n      fsyncSync(file.fd);\n',
    replace: '      fchmodSync(file.fd, to.mode);\n',
    tests: [ORDER],
  },
  {
    name: 'no fsync of the directory',
    file: 'src/host/local-put.ts',
    find: "  orRefuse(spot.path, 'fsync', () => syncDirectory(spot.directory));\n  orRefuse(candidatePath,",
    replace: '  orRefuse(candidatePath,',
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
    find: '    else linkAway(root, spot, save);\n',
    replace: '',
    tests: [ORDER],
  },
  {
    name: 'before-image of the content skipped',
    file: 'src/engine/prepare-run.ts',
    find: '[asEntryState(before), asEntryState(after)]',
    replace: '[asEntryState(after)]',
    tests: [CRASHES],
  },
  // The journal.
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
  // Who may write, and to what.
  {
    name: 'no lock on the state directory',
    file: 'src/engine/writer.ts',
    find: '  using _state = await lockDirectory(stateDir.path);\n',
    replace: '',
    tests: [WRITER],
  },
  {
    name: 'no lock on the target',
    file: 'src/engine/writer.ts',
    find: '  using _target = await lockDirectory(target);\n',
    replace: '',
    tests: [WRITER],
  },
  {
    name: 'a lock that is not taken',
    file: 'src/host/lock-directory.ts',
    find: "if (status !== 0) throw new Refused({ code: 'locked', args: { what: path } });",
    replace: 'if (status < 0) throw new Error(path);',
    tests: [WRITER],
  },
  {
    name: "others' state directory trusted",
    file: 'src/host/state-dir.ts',
    find: 'if (last && (stat.mode & 0o077n) !== 0n)',
    replace: 'if (last && stat.mode === 0n)',
    tests: [WRITER],
  },
  {
    name: 'stale check off',
    file: 'src/engine/apply.ts',
    find: 'if (plan.digest !== options.digest) {',
    replace: "if (plan.digest === '') {",
    tests: [APPLY],
  },
  {
    name: 'unfinished run not settled first',
    file: 'src/engine/apply.ts',
    find: '  await recover(host, stateDir, now);\n',
    replace: '  void recover;\n',
    tests: [APPLY],
  },
  {
    name: 'overlay leaks to its base',
    file: 'src/host/overlay-host.ts',
    find: '      laid.set(target, { entry, content });\n',
    replace:
      '      laid.set(target, { entry, content });\n      await (base as Host).putEntry(target, entry, content);\n',
    tests: [HOSTS, 'test/laws/overlay.test.ts'],
  },
  // Planning.
  {
    name: 'falsy zero: a parameter',
    file: 'src/engine/scan.ts',
    find: 'set[name] ?? param.default',
    replace: 'set[name] || param.default',
    tests: [PLAN],
  },
  {
    name: 'different wishes ignored',
    file: 'src/engine/compose-changes.ts',
    find: 'if (other !== undefined && !sameState(other.desired, wish.desired)) {',
    replace: 'if (other === wish) {',
    tests: [PLAN],
  },
  {
    name: 'waiver ignored by fixes',
    file: 'src/engine/compose-changes.ts',
    find: "    if (verdict !== 'unmet') continue;\n",
    replace: '    void verdict;\n',
    tests: [PLAN],
  },
  {
    name: 'obstacles ignored',
    file: 'src/engine/make-plan.ts',
    find: '    ...(await obstacleRefusals(host, changes, blobs)),\n',
    replace: '',
    tests: [PLAN],
  },
  {
    name: 'guards ignored',
    file: 'src/engine/make-plan.ts',
    find: '    ...(await guardRefusals(recorded, overlay, changes, selection.allow)),\n',
    replace: '',
    tests: [PLAN],
  },
  {
    name: 'a fix that fixes nothing accepted',
    file: 'src/engine/make-plan.ts',
    find: '    ...(refusals.length === 0 ? notEffective(findings, expected) : []),\n',
    replace: '',
    tests: [PLAN],
  },
  // Making changes.
  {
    name: 'no read-back',
    file: 'src/engine/transaction.ts',
    find: "if (kind.where(await kind.read(host, key, blobs), { before, after }) !== 'after') {",
    replace: "if (kind.where(after, { before, after }) !== 'after') {",
    tests: [APPLY],
  },
  {
    name: 'verify always true',
    file: 'src/engine/transaction.ts',
    find: 'const amiss = await options.verify();',
    replace: 'const amiss: readonly Refusal[] = [];',
    tests: [APPLY],
  },
  {
    name: 'metadata skipped',
    file: 'src/host/same-entry.ts',
    find: "if (key === 'xattrs') return sameXattrs(found.xattrs, wanted.xattrs);",
    replace: "if (key === 'xattrs' || key === 'mode' || key === 'uid' || key === 'gid') return true;",
    tests: [HOSTS],
  },
  {
    name: 'signal ignored',
    file: 'src/engine/transaction.ts',
    find: 'if (signal !== null) throw',
    replace: "if (signal === '') throw",
    tests: [APPLY],
  },
  // Taking back.
  {
    name: 'undo in forward order',
    file: 'src/engine/undo-run.ts',
    find: '[...plan.changes].reverse()',
    replace: 'plan.changes',
    tests: [CRASHES],
  },
  {
    name: 'recovery acts on foreign state',
    file: 'src/engine/undo-run.ts',
    find: "if (kind.where(now, state) === 'foreign') {",
    replace: 'if (kind.where(now, state) === undefined) {',
    tests: [CRASHES],
  },
  {
    name: 'effects not run again after an undo',
    file: 'src/engine/undo-run.ts',
    find: 'effects.includes(i)',
    replace: 'effects.includes(-1 - i)',
    tests: [APPLY],
  },
  {
    name: "directory's time not restored",
    file: 'src/engine/undo-run.ts',
    find: 'if (directoryTime !== null && change.directory !== null) {',
    replace: "if (directoryTime === '' && change.directory !== null) {",
    tests: [CRASHES],
  },
  {
    name: 'drift check off',
    file: 'src/engine/plan-rollback.ts',
    find: "  if (place === 'after') {",
    replace: "  if (place === 'after' || onDrift === 'refuse') {",
    tests: [ROLLBACK],
  },
  {
    name: 'rescue script does not look for drift',
    file: 'src/engine/rescue-script.ts',
    find: '  elif [ "$now" != "$after" ]; then\n    foreign; return\n',
    replace: '',
    tests: [RESCUE],
  },
  {
    name: 'contents purged before it is said',
    file: 'src/engine/purge.ts',
    find: "  if (run.state.status !== 'purged') run.journal",
    replace: "  run.folder.dropBlobs();\n  if (run.state.status !== 'purged') run.journal",
    tests: [APPLY],
  },
  // Reports.
  {
    name: 'secrets not hidden',
    file: 'src/report/hide-secrets.ts',
    find: 'return (text) => replaceSecrets(text, path, standIn);',
    replace: 'return (text) => (standIn === undefined ? replaceSecrets(text, path, standIn) : text);',
    tests: ['test/unit/report/hide-secrets.test.ts'],
  },
  {
    name: 'escape gate off',
    file: 'src/report/replace-hidden.ts',
    find: 'return text.replace(HIDDEN, by);',
    replace: 'return by === undefined ? text.replace(HIDDEN, by) : text;',
    tests: ['test/unit/report/visible.test.ts'],
  },
  {
    name: 'falsy zero: a value in daemon.json',
    file: 'src/formats/daemon-json.ts',
    find: 'if (desired === null && deeper.length === 0)',
    replace: 'if (!desired && deeper.length === 0)',
    tests: ['test/unit/formats/daemon-json.test.ts'],
  },
];
