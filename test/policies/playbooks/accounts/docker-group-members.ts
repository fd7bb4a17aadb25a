import { definePlaybook } from '../../../../src/kit/index.ts';

/** With names for its parameter, as the real one has. */
export default definePlaybook({
  id: 'accounts/docker-group-members',
  title: 'Takes names',
  severity: 'low',
  profiles: ['baseline'],
  why: 'A policy is judged by it.',
  mayBreak: [],
  references: {},
  params: { allowed: { type: 'names', describe: 'names', default: [] } },
  facts: {},
  assess: () => [],
});
