import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { situations } from '../../scripts/situations/situations.ts';
import { situationsPage } from '../../scripts/situations/situations-page.ts';

const ROOT = join(import.meta.dirname, '../..');
const all = [...situations.values()].flat();
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const doubles = (texts: readonly string[]) => texts.filter((text, i) => texts.indexOf(text) !== i);

test('the page of dangerous situations says what there is', () => {
  const hint = 'npm run situations, and commit what it wrote';
  assert.equal(textOf('docs/dangerous-situations.md'), situationsPage(situations), hint);
});

test('there are enough of them, and each mechanism of the catalogue has two', () => {
  assert.ok(all.length >= 60, String(all.length));
  const mechanisms = Array.from({ length: 11 }, (_, i) => `M${i + 1}`);
  const areas = [...situations]
    .filter(([, { length }]) => length >= 2)
    .map(([area]) => area.split(' ', 1)[0]);
  assert.deepEqual(
    mechanisms.filter((each) => !areas.includes(each)),
    [],
  );
});

test('no two of them are the same: what is there, the right answer, the rule that is taken out', () => {
  assert.deepEqual(doubles(all.map(({ host }) => host)), []);
  assert.deepEqual(doubles(all.map(({ right }) => right)), []);
  assert.deepEqual(doubles(all.map(({ rule }) => rule)), []);
  assert.deepEqual(doubles(all.map(({ without }) => JSON.stringify(without))), []);
});

/** Names of tests as they are written: of one that is made from values, only the rest is known. */
function isTested(text: string, name: string): boolean {
  return [...text.matchAll(/\btest\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g)].some(
    ([, single, double, template]) => {
      const plain = (single ?? double)?.replace(/\\(.)/g, '$1');
      if (plain !== undefined) return plain === name;
      const parts = (template ?? '').split(/\$\{[^}]*\}/).map(RegExp.escape);
      return new RegExp(`^${parts.join('.*')}$`).test(name);
    },
  );
}

test('each is shown by a test that there is', () => {
  for (const {
    host,
    test: [file, name],
  } of all)
    assert.ok(isTested(textOf(`test/${file}`), name), `${host}: ${file}: ${name}`);
});
