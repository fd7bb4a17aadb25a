import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Act } from '../../../src/cli/guide/act.ts';
import { findingScreen } from '../../../src/cli/guide/finding-screen.ts';
import type { Screen } from '../../../src/cli/guide/question.ts';
import { reviewScreen } from '../../../src/cli/guide/review-screen.ts';
import type { Decisions } from '../../../src/model/decisions.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { plan, playbook, refusals, shown } from '../report/samples.ts';

const HUGE = { rows: 500, columns: 80 };
const NOTHING: Decisions = { skip: [], params: {}, waivers: [], allow: [] };
const [REFUSAL] = refusals;
const acts = ({ question }: Screen): readonly Act[] =>
  question.type === 'choose' ? question.choices.map(({ act }) => act) : [];
const words = (screen: Screen) => acts(screen).map((act) => act.do);

const finding = (differences: Partial<Plan> = {}, decisions = NOTHING, isSkipped = false, size = HUGE) => {
  const view = { plan: { ...plan, ...differences }, shown };
  return findingScreen({ playbook, view, number: 1, count: 2, isSkipped, line: 0, decisions }, size, false);
};
const review = (differences: Partial<Parameters<typeof reviewScreen>[0]> = {}, of: Partial<Plan> = {}) =>
  reviewScreen(
    {
      view: { plan: { ...plan, ...of }, shown },
      policy: { name: '/p.ini', before: '', after: '[skip a/b]\n' },
      line: 0,
      missing: [],
      wait: null,
      canApply: true,
      canAppend: true,
      ...differences,
    },
    HUGE,
    false,
  );

test('what is offered at a finding', () => {
  const params = Object.keys(playbook.params).map(() => 'edit');
  assert.deepEqual(words(finding()), ['keep', 'skip', ...params, 'draft', 'back', 'quit']);
  assert.ok(REFUSAL !== undefined);
  assert.deepEqual(words(finding({ refusals: [REFUSAL] })), ['skip', ...params, 'draft', 'back', 'quit']);
  assert.ok(!words(finding({ findings: [] })).includes('draft'));
  const decided: readonly (readonly [Decisions, boolean])[] = [
    [NOTHING, true],
    [{ ...NOTHING, params: { [playbook.id]: { p: 1 } } }, false],
    [
      {
        ...NOTHING,
        waivers: [{ playbook: playbook.id, object: 'x', reason: 'r', owner: 'o', until: '2030-01-01' }],
      },
      false,
    ],
  ];
  for (const [decisions, isSkipped] of decided) {
    assert.ok(words(finding({}, decisions, isSkipped)).includes('reset'));
  }
});

test('a review says that the run waits, and offers to say so in the policy where it does not', () => {
  const by = { by: 'login', withinSeconds: 600 } as const;
  assert.ok(!words(review()).includes('confirm'));
  assert.ok(words(review({ wait: { by, isSaid: false } })).includes('confirm'));
  const said = review({ wait: { by, isSaid: true } });
  assert.ok(!words(said).includes('confirm'));
  assert.match(said.text.replace(/\s+/g, ' '), /10 minutes to confirm it from a new login/);
});

test('at 80 columns and 24 rows the question and a piece of text are on it, and all the rest is one step away', () => {
  for (const rows of [24, 16]) {
    const { text, question } = finding({}, NOTHING, false, { rows, columns: 80 });
    assert.ok(question.type === 'choose');
    assert.deepEqual(question.choices[0]?.act.do, 'more');
    const used = text.split('\n').length - 1 + question.choices.length;
    assert.ok(rows === 16 || used + 5 < rows, `${used} of ${rows}`);
  }
});

test('the text says why, what, the diff, what may break and the way back', () => {
  const { text } = finding();
  const order = [
    'Why it matters:',
    'What was found:',
    'What would change:',
    '-docker:x:998:ci,deploy',
    'What may break:',
    'on this host: restart docker.service',
    'How it is undone:',
  ];
  const at = order.map((part) => text.indexOf(part));
  assert.ok(!at.includes(-1), text);
  assert.deepEqual(
    at,
    at.toSorted((a, b) => a - b),
  );
});

test('what is offered at the review', () => {
  assert.deepEqual(words(review()), ['back', 'end', 'end', 'quit']);
  assert.deepEqual(words(review({ canAppend: false })), ['back', 'file', 'file', 'quit']);
  assert.deepEqual(words(review({ canApply: false })), ['back', 'end', 'quit']);
  assert.deepEqual(words(review({}, { changes: [] })), ['back', 'end', 'quit']);
  assert.ok(REFUSAL !== undefined);
  const missing = [{ allow: 'restart-docker', what: 'restart docker.service' } as const];
  assert.deepEqual(words(review({ missing }, { refusals: [REFUSAL] })), ['back', 'end', 'quit']);
  assert.deepEqual(acts(review({ missing }))[3], { do: 'allow', allow: ['restart-docker'] });
  const undecided = { name: '/p.ini', before: 'x', after: 'x' };
  assert.deepEqual(words(review({ policy: undecided, canAppend: false })), ['back', 'end', 'quit']);
});
