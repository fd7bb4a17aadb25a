import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Json } from '../../../src/model/json.ts';
import { refusalCodes } from '../../../src/report/refusal-sentence.ts';
import { scanJson } from '../../../src/report/scan-json.ts';
import { documentsOf, everything } from './all-texts.ts';
import { hostile } from './hostile.ts';
import { mapStrings } from './samples.ts';

const documents = documentsOf(everything);
const names = Object.keys(documents);
const schemas = new Map(
  await Promise.all(names.map(async (name) => [name, JSON.parse(await textOf(name))] as const)),
);
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const validators = new Map([...schemas].map(([name, schema]) => [name, ajv.compile(schema)]));

test('the documents are as their schemas say', () => {
  for (const name of names) assertValid(name, JSON.parse(documents[name] ?? ''));
});

test('each field that is taken away, renamed or of another type is noticed', () => {
  let mutants = 0;
  for (const name of names) {
    for (const mutant of mutantsOf(JSON.parse(documents[name] ?? ''))) {
      mutants += 1;
      assert.equal(validators.get(name)?.(mutant.document), false, `${name}: ${mutant.what}`);
    }
  }
  assert.ok(mutants > 1000, String(mutants));
});

test('words outside the closed lists are noticed', () => {
  for (const [name, from, to] of [
    ['scan', '"holdfast.scan/1"', '"holdfast.scan/2"'],
    ['scan', '"unmet"', '"fail"'],
    ['scan', '"high"', '"urgent"'],
    ['scan', '"login"', '"someday"'],
    ['plan', '"exact"', '"surely"'],
    ['plan', '"entry"', '"file"'],
    ['plan', '"restart"', '"kill"'],
    ['plan', '"code": "unreadable"', '"code": "unreadabel"'],
    ['plan', '"today": "2026-11-22"', '"today": "today"'],
    ['plan', '"digest": "0', '"digest": "x'],
    ['run', '"applied"', '"done"'],
    ['run', '"started": "2026-11-22T', '"started": "2026-11-22 '],
    ['history', '"rollback"', '"undo"'],
    ['verify', '"foreign"', '"strange"'],
    ['verify', '"damaged"', '"bad"'],
    ['list', '"baseline"', '"default"'],
    ['explain', '"param"', '"manual"'],
    ['explain', '"number"', '"date"'],
    ['refusal', '"holdfast.refusal/1"', '"holdfast.refusal/2"'],
  ] as const) {
    const text = documents[name] ?? '';
    assert.ok(text.includes(from), from);
    assert.equal(validators.get(name)?.(JSON.parse(text.replace(from, to))), false, `${name}: ${to}`);
  }
});

test('a hostile host changes no shape', () => {
  for (const text of hostile) {
    // Dates are checked where they are read.
    const by = (each: string) => (/^\d{4}-\d\d-\d\d$/.test(each) ? each : text);
    assertValid('scan', JSON.parse(scanJson(mapStrings(everything.scan, by))));
  }
});

test('definitions of one name are the same in all schemas, and the refusal codes are complete', () => {
  const seen = new Map<string, unknown>();
  for (const schema of schemas.values()) {
    for (const [name, definition] of Object.entries(schema.$defs ?? {})) {
      assert.deepEqual(definition, seen.get(name) ?? definition, name);
      seen.set(name, definition);
    }
  }
  const refusal = schemas.get('plan').$defs.refusal;
  assert.deepEqual(refusal.properties.code.enum, refusalCodes);
});

function assertValid(name: string, document: unknown): void {
  const validate = validators.get(name);
  assert.equal(validate?.(document), true, `${name}: ${JSON.stringify(validate?.errors)}`);
}

function textOf(name: string): Promise<string> {
  return readFile(new URL(`../../../docs/schema/${name}.schema.json`, import.meta.url), 'utf8');
}

type Fields = { readonly [name: string]: Json };
interface Mutant {
  readonly what: string;
  readonly document: Json;
}

/** Fields that a schema leaves to others: what stands below is free. */
const FREE = new Set(['args', 'params', 'references']);
/** Fields that may be absent. */
const OPTIONAL = new Set(['line', 'part', 'pending', 'trueVerdict', 'waiver', 'steps', 'expected', 'of']);

/** The document with each field once away, once misspelled, once of a type that no field has. */
function* mutantsOf(value: Json, path = ''): Generator<Mutant> {
  if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) {
      for (const { what, document } of mutantsOf(each, `${path}/${i}`)) {
        yield { what, document: value.with(i, document) };
      }
    }
    return;
  }
  if (value === null || typeof value !== 'object') return;
  const fields = value as Fields;
  for (const [name, each] of Object.entries(fields)) {
    const { [name]: _gone, ...others } = fields;
    const what = `${path}/${name}`;
    if (!OPTIONAL.has(name)) yield { what: `${what} away`, document: others };
    yield { what: `${what} misspelled`, document: { ...others, [`${name}s`]: each } };
    yield { what: `${what} of another type`, document: { ...others, [name]: [[[]]] } };
    if (FREE.has(name)) continue;
    for (const inner of mutantsOf(each, what))
      yield { what: inner.what, document: { ...fields, [name]: inner.document } };
  }
}
