import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everything, textsOf } from './all-texts.ts';
import { refusals, run } from './samples.ts';

test('80 columns are enough for every word of ours', () => {
  const all = {
    ...everything,
    runViews: refusals.map((refusal) => ({
      run: run({ status: 'undone', refusals: [refusal] }),
      shown: new Map(),
    })),
  };
  for (const options of [
    { color: false, quiet: false },
    { color: false, quiet: true },
  ]) {
    for (const text of [...textsOf(everything, options), ...textsOf(all, options)]) {
      assert.match(text, /[^\n]\n$/);
      assert.doesNotMatch(text, /[ \t]\n|\n\n\n/);
      for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
    }
  }
});
