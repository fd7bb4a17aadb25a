import type { Mutant } from './mutant.ts';

const EVALUATE = ['test/unit/formats/sshd-evaluate.test.ts'];
const CASES = ['test/cases/ssh/authentication/verdicts.test.ts'];

/** What sshd makes of its files: a word that wins where ours does not leaves a way in that nobody sees. */
export const sshd: readonly Mutant[] = [
  {
    name: 'sshd: blocks do not go over what is for everybody',
    file: 'src/formats/sshd-evaluate.ts',
    find: 'blocks.length > 0 && blocks.every(holds)',
    replace: 'blocks.length < 0 && blocks.every(holds)',
    tests: EVALUATE,
  },
  {
    name: 'sshd: the last word wins',
    file: 'src/formats/sshd-evaluate.ts',
    find: 'const said = statements.filter(',
    replace: 'const said = statements.toReversed().filter(',
    tests: EVALUATE,
  },
  {
    name: 'sshd: a block goes on behind its file',
    file: 'src/formats/sshd-evaluate.ts',
    find: 'statements.push(...sshdStatements(each, blocks));',
    replace:
      'statements.push(...sshdStatements(each, blocks)), (blocks = statements.at(-1)?.blocks ?? blocks);',
    tests: EVALUATE,
  },
  {
    name: 'sshd: a drop-in counts that no Include asks for',
    file: 'src/formats/sshd-file.ts',
    find: ' || !globPattern(pattern).test(path)',
    replace: '',
    tests: EVALUATE,
  },
  {
    name: 'sshd: a second factor need not come after a key',
    file: 'src/kit/sshd-rule.ts',
    find: "lists.every((list) => list.includes('publickey'))",
    replace: "lists.some((list) => list.includes('publickey'))",
    tests: CASES,
  },
  {
    name: 'sshd: the last way in is switched off',
    file: 'src/kit/sshd-keywords.ts',
    find: 'if (isStuck && ',
    replace: 'if (!isStuck && ',
    tests: CASES,
  },
  {
    name: 'sshd: exceptions overlooked',
    file: 'src/kit/sshd-exceptions.ts',
    find: 'if (culprits.length === 0)',
    replace: 'if (culprits.length >= 0)',
    tests: CASES,
  },
];
