import { type PamConfiguration, pamConfiguration } from '../facts/pam-configuration.ts';
import type { PamModule, PamType } from '../formats/pam.ts';
import { pamModuleName } from '../formats/pam-role.ts';
import { ownPamStack, pamServiceNames, pamStack } from '../formats/pam-stack.ts';
import { pamSources, pamWays, subsets, tryPam } from '../formats/try-pam.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';

const RESTS_ON = /^\/(?:usr\/)?(?:etc|lib)\/pam\.d\/|\/security\/[^/]+\.so$/;
const TYPES = ['auth', 'account'] as const;

/**
 * Whoever a service of PAM lets in now it still lets in, by what the same modules say of them, and whom it refuses it
 * still refuses: of all services, a stack in which a jump is one too short locks everybody out, and one in which it is
 * one too long lets everybody in. Somebody whose password was wrong too often is no such person.
 */
export const pamAdmits: Guard = async ({ now, planned, changes }) => {
  if (!changes.some(({ kind, key }) => kind === 'entry' && RESTS_ON.test(key))) return [];
  const [before, after] = [await now(pamConfiguration), await planned(pamConfiguration)];
  if (before === null) return [];
  const left = after ?? { files: new Map(), modules: null };
  return pamServiceNames(before.files).flatMap((service) =>
    TYPES.flatMap((type) => {
      // Told once, of other itself.
      if (ownPamStack(before.files, service, type).length === 0) return [];
      const why = whatIsLost(before, left, service, type);
      if (why === null) return [];
      return [
        {
          code: 'guard' as const,
          args: {
            guard: 'pam-admits',
            playbook: playbooksOf(changes),
            object: `service:${service}`,
            why: `${service} (PAM, ${type}) ${why}`,
            lift: `see what the stack of ${service} would be, and correct the control of the line that is named or the jumps over it`,
          },
        },
      ];
    }),
  );
};

/** Null where nothing is. */
function whatIsLost(
  before: PamConfiguration,
  after: PamConfiguration,
  service: string,
  type: PamType,
): string | null {
  const [old, planned] = [pamStack(before.files, service, type), pamStack(after.files, service, type)];
  const sources = pamSources(old);
  // What comes new to the stack may ask for more, and is taken to get it.
  const fresh = pamSources(planned).filter((source) => !sources.includes(source));
  const ways = pamWays(old, planned);
  for (const accepting of subsets(sources)) {
    const was = ways.some((holding) => tryPam(old, { accepting, holding }, isThere(before)).admitted);
    const would = (some: readonly string[]) =>
      ways.find((holding) => tryPam(planned, { accepting: some, holding }, isThere(after)).admitted);
    if (was && would([...accepting, ...fresh]) === undefined) {
      const whom = accepting.length === 0 ? 'anybody' : `whom ${accepting.join(' and ')} knows`;
      return `would no longer let in ${whom}${at(planned, accepting, ways[0] ?? [])}`;
    }
    if (!was && would(accepting) !== undefined) {
      if (accepting.length === 0) {
        return type === 'auth'
          ? 'would let in everybody, with no password or a wrong one'
          : 'would let in accounts that are expired or locked, too';
      }
      return `would let in whom ${accepting.join(' and ')} knows, and now does not`;
    }
  }
  return null;
}

/** The last line that was asked before the end. */
function at(
  stack: ReturnType<typeof pamStack>,
  accepting: readonly string[],
  holding: readonly string[],
): string {
  const broken = stack.find((handler) => handler.is === 'broken');
  if (broken !== undefined) return `: ${broken.why}`;
  const last = tryPam(stack, { accepting, holding }).asked.at(-1);
  return last === undefined
    ? ': nothing is asked'
    : `: line ${last.line} of ${last.path} ends it (${last.text.trim()})`;
}

function isThere({ modules }: PamConfiguration): (module: PamModule) => boolean {
  return (module) => modules === null || modules.has(`${pamModuleName(module)}.so`);
}
