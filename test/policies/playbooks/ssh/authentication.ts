import { definePlaybook } from '../../../../src/kit/index.ts';

/** With a parameter of every other type. */
export default definePlaybook({
  id: 'ssh/authentication',
  title: 'Takes a text, a flag, a number and a choice',
  severity: 'low',
  profiles: ['baseline'],
  why: 'A policy is judged by it.',
  mayBreak: [],
  references: {},
  params: {
    banner: { type: 'text', describe: 'a text', default: '' },
    strict: { type: 'flag', describe: 'a flag', default: true },
    tries: { type: 'number', describe: 'a number', default: 3, min: 0, max: 6 },
    level: { type: 'choice', describe: 'a choice', default: 'info', choices: ['info', 'verbose'] },
  },
  facts: {},
  assess: () => [],
});
