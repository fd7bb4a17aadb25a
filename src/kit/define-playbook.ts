import type { Facts, Mode, Params, Playbook, ValuesOfFacts, ValuesOfParams } from '../model/playbook.ts';

type Given<F extends Facts, P extends Params> = {
  readonly facts: ValuesOfFacts<F>;
  readonly params: ValuesOfParams<P>;
};

/** A playbook as its author writes it: what has an obvious default may be left out. */
type Written<F extends Facts, P extends Params> = Omit<
  Playbook<F, P>,
  'params' | 'mode' | 'assess' | 'applies' | 'choices' | 'spares'
> & {
  readonly mode?: Mode;
  readonly params?: P;
  spares?(params: ValuesOfParams<P>): readonly (keyof F)[];
  applies?(given: Given<F, P>): true | string;
  choices?(given: Pick<Given<F, P>, 'facts'>): { readonly [N in keyof P]?: readonly string[] };
  assess(given: Given<F, P>): ReturnType<Playbook<F, P>['assess']>;
};

/** Makes a playbook; `mode` is `auto` and there are no parameters unless it says otherwise. */
export function definePlaybook<const F extends Facts, const P extends Params = Record<never, never>>(
  written: Written<F, P>,
): Playbook<F, P> {
  return { mode: 'auto', params: {} as P, ...written };
}
