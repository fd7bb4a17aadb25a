import type { Mutant } from '../mutants/mutant.ts';
import { situations } from './situations.ts';

/** One mutant per dangerous situation: without its rule, the very test that shows it must fail. */
export const situationMutants: readonly Mutant[] = [...situations].flatMap(([area, found]) =>
  found.map(({ host, test: [file, test], without }) => ({
    name: `situation: ${area}: ${host}`,
    ...without,
    tests: [`test/${file}`],
    test,
  })),
);
