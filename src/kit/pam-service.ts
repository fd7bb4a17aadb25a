import type { PamConfiguration } from '../facts/pam-configuration.ts';
import type { PamModule } from '../formats/pam.ts';
import { pamModuleName, pamRole } from '../formats/pam-role.ts';
import { ownPamStack, type PamHandler, pamServiceNames, pamStack } from '../formats/pam-stack.ts';
import { pamSources, pamWays, subsets, tryPam } from '../formats/try-pam.ts';

type PlacedModule = PamModule & { readonly path: string };

/** What a service makes of wrong passwords, for everybody whom a password lets in. */
export interface PamService {
  readonly name: string;
  readonly counts: boolean;
  readonly locks: boolean;
  readonly forgets: boolean;
  /** Lines that know who somebody is. */
  readonly asks: readonly PlacedModule[];
  /** Lines of pam_faillock in its stacks. */
  readonly faillock: readonly PlacedModule[];
}

/** Services that ask who somebody is, sorted by name. */
export function pamServices(pam: PamConfiguration): readonly PamService[] {
  return pamServiceNames(pam.files).flatMap((name) => {
    const service = pamService(pam, name);
    return service === null ? [] : [service];
  });
}

/** Null where no module decides by who somebody is: root alone is let in, or everybody, or nobody; or where all is left to `other`. */
export function pamService({ files, modules }: PamConfiguration, name: string): PamService | null {
  const isThere = (module: PamModule) => modules === null || modules.has(`${pamModuleName(module)}.so`);
  const [auth, account] = [pamStack(files, name, 'auth'), pamStack(files, name, 'account')];
  if (ownPamStack(files, name, 'auth').length === 0) return null;
  const sources = pamSources(auth);
  const cases = pamWays(auth).flatMap((holding) => {
    const come = (accepting: readonly string[], isLocked?: true) =>
      tryPam(auth, { accepting, holding, ...(isLocked ? { isLocked } : {}) }, isThere);
    const failed = come([]);
    if (failed.admitted) return [];
    return subsets(sources)
      .filter((accepting) => come(accepting).admitted)
      .map((accepting) => ({
        counts: failed.asked.some((module) => isFaillock(module) && module.args.includes('authfail')),
        locks: !come(accepting, true).admitted,
        forgets: come(accepting).asked.some(
          (module) => isFaillock(module) && module.args.includes('authsucc'),
        ),
      }));
  });
  if (cases.length === 0) return null;
  const all = { accepting: pamSources(account), holding: pamWays(account).at(-1) ?? [] };
  const isForgotten = tryPam(account, all, isThere).asked.some(isFaillock);
  return {
    name,
    counts: cases.every(({ counts }) => counts),
    locks: cases.every(({ locks }) => locks),
    forgets: isForgotten || cases.every(({ forgets }) => forgets),
    asks: modulesOf(auth).filter((module) => pamRole(module) === 'source'),
    faillock: modulesOf([...auth, ...account]).filter(isFaillock),
  };
}

function modulesOf(stack: readonly PamHandler[]): readonly PlacedModule[] {
  return stack.flatMap((handler) => (handler.is === 'module' ? [handler.module] : []));
}

function isFaillock(module: PamModule): boolean {
  return pamModuleName(module) === 'pam_faillock';
}
