import type { PamCode, PamModule } from './pam.ts';
import { pamModuleName, pamRole } from './pam-role.ts';
import type { PamHandler } from './pam-stack.ts';
import { type PamOutcome, runPam } from './run-pam.ts';

/** Who comes: not root, with what the named sources accept, in one of the ways in which conditions may be answered. */
export interface PamCase {
  /** Names of source modules that say yes; all others say no. */
  readonly accepting: readonly string[];
  /** Conditions (module and arguments) that say yes. */
  readonly holding: readonly string[];
  /** Whether pam_faillock has counted too many failures. */
  readonly isLocked?: true;
}

/** Beyond, nobody goes through them all: conditions that are left out always hold. */
const MOST_CONDITIONS = 6;

/** What becomes of somebody. `isThere` says whether a module's file is; one that is not cannot be asked. */
export function tryPam(
  stack: readonly PamHandler[],
  { accepting, holding, isLocked }: PamCase,
  isThere: (module: PamModule) => boolean = () => true,
): PamOutcome {
  return runPam(stack, (module): PamCode => {
    if (!isThere(module)) return 'module_unknown';
    const yes = (is: boolean): PamCode => (is ? 'success' : 'auth_err');
    switch (pamRole(module)) {
      case 'deny':
      case 'root':
        return 'auth_err';
      case 'permit':
      case 'benign':
        return 'success';
      case 'condition':
        return yes(holding.includes(conditionOf(module)));
      case 'source':
        return yes(accepting.includes(pamModuleName(module)));
      case 'faillock':
        // In an account stack it forgets what it has counted, and says yes; after a failure it says nothing.
        if (module.type === 'account') return 'success';
        return isLocked ? 'auth_err' : module.args.includes('authfail') ? 'ignore' : 'success';
      default:
        return 'module_unknown';
    }
  });
}

/** Names of the modules of a stack that know who somebody is. */
export function pamSources(stack: readonly PamHandler[]): readonly string[] {
  return [...new Set(modulesOf(stack, 'source').map(pamModuleName))];
}

/** Every way in which the conditions of these stacks may be answered together. */
export function pamWays(...stacks: readonly (readonly PamHandler[])[]): readonly (readonly string[])[] {
  const all = [...new Set(stacks.flatMap((stack) => modulesOf(stack, 'condition').map(conditionOf)))];
  const [open, held] = [all.slice(0, MOST_CONDITIONS), all.slice(MOST_CONDITIONS)];
  return subsets(open).map((some) => [...some, ...held]);
}

/** All subsets, the empty one first; of at most {@link MOST_CONDITIONS} names, or of those alone and together. */
export function subsets(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length > MOST_CONDITIONS) return [[], ...names.map((name) => [name]), names];
  return Array.from({ length: 2 ** names.length }, (_, chosen) =>
    names.filter((_, i) => Math.floor(chosen / 2 ** i) % 2 === 1),
  );
}

function modulesOf(stack: readonly PamHandler[], role: 'source' | 'condition'): readonly PamModule[] {
  return stack.flatMap((handler) =>
    handler.is === 'module' && pamRole(handler.module) === role ? [handler.module] : [],
  );
}

function conditionOf(module: PamModule): string {
  return [pamModuleName(module), ...module.args].join(' ');
}
