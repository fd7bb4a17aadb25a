import type { Mutant } from './mutant.ts';

const APPLY = 'test/unit/engine/apply.test.ts';
const GUARDS = 'test/real/guards/guards.test.ts';
const PLAN = 'test/unit/engine/make-plan.test.ts';
const WRITER = 'test/real/only-writer.test.ts';

/** Who may write, and what is planned. */
export const deciding: readonly Mutant[] = [
  {
    name: 'no lock on the state directory',
    file: 'src/engine/writer.ts',
    find: '  using _state = await lockDirectory(stateDir.path, wait);\n',
    replace: '',
    tests: [WRITER],
  },
  {
    name: 'no lock on the target',
    file: 'src/engine/writer.ts',
    find: '  using _target = await lockTarget(target, wait);\n',
    replace: '',
    tests: [WRITER],
  },
  {
    name: 'a lock that is not taken',
    file: 'src/host/hold-lock.ts',
    find: "if (!isHeld) throw new Refused({ code: 'locked', args: { what } });",
    replace: 'void isHeld;',
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
    find: "const { refusals } = await recover(host, stateDir, now, 'unfinished');",
    replace: 'void recover;\n  const refusals: Refusal[] = [];',
    tests: [APPLY],
  },
  {
    name: 'overlay leaks to its base',
    file: 'src/host/overlay-host.ts',
    find: '      const known = content ?? laid.get(target)?.content ?? null;\n',
    replace:
      '      await (base as Host).putEntry(target, entry, content);\n      const known = content ?? laid.get(target)?.content ?? null;\n',
    tests: [PLAN],
  },
  {
    name: 'falsy zero: a parameter',
    file: 'src/engine/params-of.ts',
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
    find: '    ...(await guardRefusals(recorded, overlay, changes, selection)),\n',
    replace: '',
    tests: [PLAN],
  },
  {
    name: 'guard out: can-become-root',
    file: 'src/guards/can-become-root.ts',
    find: 'if (!touchesAccounts(changes)) return [];',
    replace: 'if (changes.length > 0) return [];',
    tests: [GUARDS],
  },
  {
    name: 'guard out: container-networks',
    file: 'src/guards/container-networks.ts',
    find: 'if (turning === undefined) return [];',
    replace: 'return [];',
    tests: ['test/unit/guards/container-networks.test.ts'],
  },
  {
    name: 'guard out: dockerd-starts',
    file: 'src/guards/dockerd-starts.ts',
    find: 'if (known.length > 0) return [];',
    replace: 'if (problems.length > 0) return [];',
    tests: ['test/unit/guards/dockerd-starts.test.ts'],
  },
  {
    name: 'guard out: invoking-user, the way to root',
    file: 'src/guards/invoking-user.ts',
    find: ', ...(await keepsSudo(given, user))];',
    replace: '];\n  void keepsSudo;',
    tests: [GUARDS],
  },
  {
    name: 'guard out: locked-account-service',
    file: 'src/guards/locked-account-service.ts',
    find: 'if (!touchesAccounts(changes)) return [];',
    replace: 'if (changes.length > 0) return [];',
    tests: [GUARDS],
  },
  {
    name: 'guard out: ssh-login',
    file: 'src/guards/ssh-login.ts',
    find: 'if (resting.length === 0 || !(await now(runsSshd))) return [];',
    replace: 'if (resting.length >= 0) return [];',
    tests: ['test/unit/guards/ssh-login.test.ts'],
  },
  {
    name: 'guard out: sshd-starts',
    file: 'src/guards/sshd-starts.ts',
    find: '  return [refusal];',
    replace: '  return [];',
    tests: ['test/unit/guards/sshd-starts.test.ts'],
  },
  {
    name: 'guards: an account that expires counts',
    file: 'src/facts/account-access.ts',
    find: 'secret.expire > day',
    replace: 'secret.expire > 0',
    tests: ['test/unit/guards/can-become-root.test.ts'],
  },
  {
    name: 'sudo: an account without a password cut off',
    file: 'src/kit/sudo-cut-off.ts',
    find: "if (secret?.password === 'set') return [];",
    replace: 'if (secret !== undefined) return [];',
    tests: ['test/cases/sudo/password-required/password-required.test.ts'],
  },
  {
    name: 'a fix that fixes nothing accepted',
    file: 'src/engine/make-plan.ts',
    find: '    ...(ofWishes.length === 0 ? notEffective(findings, expected) : []),\n',
    replace: '',
    tests: [PLAN],
  },
];
