import type { Mutant } from './mutant.ts';

const CONFIRM = 'test/unit/engine/confirm.test.ts';
const DUE = 'test/unit/engine/due-in.test.ts';
const WAIT = 'test/unit/policy/wait-for.test.ts';

/** Runs that are kept only if somebody confirms them. */
export const confirming: readonly Mutant[] = [
  {
    name: 'an old login confirms',
    file: 'src/engine/confirm.ts',
    find: 'return login.sinceMs > state.pending.sinceMs',
    replace: 'return login.sinceMs > 0',
    tests: [CONFIRM],
  },
  {
    name: 'no login confirms',
    file: 'src/engine/confirm.ts',
    find: "if (login === null) return refuse('this is no login session that systemd knows');",
    replace: 'if (login === null) return null;',
    tests: [CONFIRM],
  },
  {
    name: 'the timer stays after the confirmation',
    file: 'src/engine/confirm.ts',
    find: '  await disarmRevert(transaction);\n',
    replace: '  void disarmRevert;\n',
    tests: [CONFIRM],
  },
  {
    name: 'nothing takes the run back',
    file: 'src/engine/transaction.ts',
    find: '    await armRevert(run);\n',
    replace: '    void armRevert;\n',
    tests: [CONFIRM],
  },
  {
    name: 'another boot changes nothing',
    file: 'src/engine/due-in.ts',
    find: ' || pending.boot !== now.boot',
    replace: '',
    tests: [DUE],
  },
  {
    name: 'a second run on one that waits',
    file: 'src/engine/refuse-if-waiting.ts',
    find: '  if (refusal !== undefined) throw new Refused(refusal);\n',
    replace: '  void [refusal, Refused];\n',
    tests: [CONFIRM],
  },
  {
    name: 'what could cut somebody off does not wait',
    file: 'src/policy/wait-for.ts',
    find: 'if (within === null && risky.length === 0) return null;',
    replace: 'if (within === null) return null;',
    tests: [WAIT],
  },
  {
    name: 'probes that are none confirm',
    file: 'src/policy/wait-for.ts',
    find: "run.probes.length === 0 ? { code: 'no-probe', args: {} } : null",
    replace: 'null',
    tests: [WAIT],
  },
];
