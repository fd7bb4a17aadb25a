import { definePlaybook, sysctl } from '../src/kit/index.ts';

export default definePlaybook({
  id: 'area/name',
  title: 'Say in one line what will hold',
  severity: 'medium',
  profiles: ['strict'],
  why: `
    What somebody can do today that they no longer can afterwards, in a few sentences
    that an operator understands without the references.
  `,
  mayBreak: ['what stops working, and for whom'],
  references: { 'cis-debian-12': ['0.0.0'] },

  // All that it looks at. A fact that cannot be read makes every requirement `unknown`.
  facts: { settings: sysctl.effective(['net.ipv4.conf.*.log_martians']) },

  // A pure function: no reading, no writing, no comparing of files. The kit knows how.
  assess: ({ facts }) => [
    sysctl.onEveryInterface(facts.settings, 'net.ipv4.conf.*.log_martians', 1, 'name-of-the-drop-in'),
  ],
});
