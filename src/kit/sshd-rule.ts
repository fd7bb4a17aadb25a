import type { SshdDecision } from '../formats/sshd-evaluate.ts';

/** What a keyword of sshd_config(5) may come to. */
export interface SshdRule {
  readonly keyword: string;
  /** The first is what is written where it says something else. */
  readonly allowed: readonly string[];
  /** In place of `allowed`, where no list of words says what is right. */
  readonly isKept?: (decide: SshdDecide) => boolean;
  /** One sentence: what must hold; that it is one of `allowed` where it is left out. */
  readonly statement?: string;
  /** The method of AuthenticationMethods that it switches on: as a second factor, after a key, it may stay. */
  readonly method?: string;
}

/** What holds for some connections: what each keyword comes to for them. */
export type SshdDecide = (keyword: string) => SshdDecision;

/** Whether what holds is as the rule wants it. */
export function keepsRule({ keyword, allowed, method, isKept }: SshdRule, decide: SshdDecide): boolean {
  if (isKept !== undefined) return isKept(decide);
  if (allowed.includes(decide(keyword).value)) return true;
  const lists = methodLists(decide).filter((list) => method !== undefined && list.includes(method));
  return lists.length > 0 && lists.every((list) => list.includes('publickey'));
}

/**
 * Whether sshd would not start with the rules in force, or let nobody in: AuthenticationMethods then asks for a
 * method that they switch off, in each of its lists.
 */
export function breaksMethods(rules: readonly SshdRule[], decide: SshdDecide): boolean {
  const lists = methodLists(decide);
  const off = rules.filter((rule) => !keepsRule(rule, decide) || decide(rule.keyword).value === 'no');
  const methods = off.map(({ method }) => method);
  return lists.length > 0 && lists.every((list) => list.some((method) => methods.includes(method)));
}

/** The lists of methods of which one must be gone through; none where any single method is enough. */
function methodLists(decide: SshdDecide): readonly (readonly string[])[] {
  const { value } = decide('AuthenticationMethods');
  if (value === 'any') return [];
  // A device may stand behind a method: `keyboard-interactive:pam`.
  return value.split(' ').map((list) => list.split(',').map((method) => method.replace(/:.*$/, '')));
}
