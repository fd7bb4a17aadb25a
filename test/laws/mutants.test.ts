import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mutants } from '../../scripts/mutants/mutants.ts';

const ROOT = join(import.meta.dirname, '../..');

test('what each mutant breaks stands in its file, once, and its tests are there', () => {
  for (const { name, file, find, tests } of mutants) {
    const path = join(ROOT, file);
    assert.ok(existsSync(path), `${name}: ${file}`);
    assert.equal(readFileSync(path, 'utf8').split(find).length, 2, `${name}: ${file}`);
    for (const each of tests) assert.ok(existsSync(join(ROOT, each)), `${name}: ${each}`);
  }
});

test('no two mutants have one name', () => {
  assert.equal(new Set(mutants.map(({ name }) => name)).size, mutants.length);
});
