import type { Mutant } from './mutant.ts';

const CRASHES = 'test/laws/crashes.test.ts';
const APPLY = 'test/unit/engine/apply.test.ts';
const ROLLBACK = 'test/unit/engine/plan-rollback.test.ts';
const RESCUE = 'test/real/rescue-drift.test.ts';

/** Making changes, taking them back, and telling of both. */
export const making: readonly Mutant[] = [
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
    find: 'const [amiss] = await options.verify();',
    replace: 'const [amiss] = (await options.verify()).slice(0, 0);',
    tests: [APPLY],
  },
  {
    name: 'a probe that fails is kept',
    file: 'src/engine/transaction.ts',
    find: '    if (red !== undefined) throw new Refused(red);\n    await tidy(run);',
    replace: '    await tidy(run);',
    tests: [APPLY],
  },
  {
    name: 'no probe before a part of a run is kept',
    file: 'src/engine/keep-what-is-done.ts',
    find: 'if (red !== undefined) throw new Refused(red);',
    replace: '',
    tests: [APPLY],
  },
  {
    name: 'a probe that failed before counts',
    file: 'src/engine/watch-probes.ts',
    find: 'before.filter(({ why }) => why === null)',
    replace: 'before',
    tests: [APPLY],
  },
  {
    name: 'a program that is late leaves its children',
    file: 'src/host/run-program.ts',
    find: 'process.kill(-pid,',
    replace: 'process.kill(pid,',
    tests: ['test/real/probe.test.ts'],
  },
  {
    name: 'a run of another host acted on',
    file: 'src/engine/other-host.ts',
    find: "return machine === identity.machine ? null : refuse('the machine id is another one');",
    replace: 'return null;',
    tests: ['test/unit/engine/recover.test.ts', 'test/unit/engine/rollback.test.ts'],
  },
  {
    name: 'a stuck run undoes a later one',
    file: 'src/engine/recover.ts',
    find: 'isWrittenLater(plan.run, change, loaded.runs)',
    replace: 'isWrittenLater(plan.run, change, [])',
    tests: ['test/unit/engine/recover.test.ts'],
  },
  {
    name: 'an edit since the engine looked is lost',
    file: 'src/host/memory-host.ts',
    find: 'if (kept.from !== undefined &&',
    replace: 'if (kept.from === null &&',
    tests: ['test/laws/host.test.ts'],
  },
  {
    name: 'metadata skipped',
    file: 'src/host/same-entry.ts',
    find: "if (key === 'xattrs') return sameXattrs(found.xattrs, wanted.xattrs);",
    replace: "if (key === 'xattrs' || key === 'gid') return true;",
    tests: ['test/unit/host/same-entry.test.ts'],
  },
  {
    name: 'signal ignored',
    file: 'src/engine/transaction.ts',
    find: 'if (signal !== null) throw',
    replace: "if (signal === '') throw",
    tests: [APPLY],
  },
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
    find: "kind.where(now, state) === 'foreign' ||",
    replace: '',
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
    file: 'src/engine/rescue-shell.ts',
    find: 'if [ "$now" != "$before" ] && ! is_ours "$@"; then',
    replace: 'if false; then',
    tests: [RESCUE],
  },
  {
    name: 'contents purged before it is said',
    file: 'src/engine/purge.ts',
    find: '  if (!run.state.isPurged) run.journal',
    replace: '  run.folder.dropBlobs();\n  if (!run.state.isPurged) run.journal',
    tests: [APPLY],
  },
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
