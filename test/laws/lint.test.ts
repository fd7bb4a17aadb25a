import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');

const imports = (specifier: string) => `export * from '${specifier}';\n`;
const reads = (name: string) => `export const it = ${name};\n`;
const tests = (code: string) =>
  `declare const it: { before: number; value: number };\ndeclare const params: { minutes: number };\ndeclare const other: boolean;\ndeclare function act(): void;\n${code}\n`;

const IMPORT = 'lint/style/noRestrictedImports';
const GLOBAL = 'lint/style/noRestrictedGlobals';
const PLUGIN = 'plugin';

/** Each breaks one rule: where it stands, what it says, and which rule must name it. */
const VIOLATIONS: readonly (readonly [file: string, source: string, rule: string])[] = [
  // Imports run one way.
  ['src/model/a.ts', imports('../formats/a.ts'), IMPORT],
  ['src/model/b.ts', imports('node:path'), IMPORT],
  ['src/formats/a.ts', imports('../facts/a.ts'), IMPORT],
  ['src/formats/b.ts', imports('node:crypto'), IMPORT],
  ['src/host/a.ts', imports('../engine/a.ts'), IMPORT],
  ['src/host/b.ts', imports('commander'), IMPORT],
  ['src/facts/a.ts', imports('../host/local-host.ts'), IMPORT],
  ['src/facts/b.ts', imports('node:fs'), IMPORT],
  ['src/kinds/a.ts', imports('../facts/a.ts'), IMPORT],
  ['src/kinds/b.ts', imports('node:fs/promises'), IMPORT],
  ['src/kit/a.ts', imports('../kinds/entry.ts'), IMPORT],
  ['src/kit/b.ts', imports('execa'), IMPORT],
  ['src/guards/a.ts', imports('../engine/a.ts'), IMPORT],
  ['src/guards/b.ts', imports('../kit/index.ts'), IMPORT],
  ['src/probes/a.ts', imports('../engine/a.ts'), IMPORT],
  ['src/policy/a.ts', imports('../engine/a.ts'), IMPORT],
  ['src/policy/b.ts', imports('diff'), IMPORT],
  ['src/report/a.ts', imports('../engine/a.ts'), IMPORT],
  ['src/report/b.ts', imports('ini'), IMPORT],
  ['src/engine/a.ts', imports('../host/local-host.ts'), IMPORT],
  ['src/engine/b.ts', imports('../report/text.ts'), IMPORT],
  ['src/engine/c.ts', imports('diff'), IMPORT],
  ['src/engine/d.ts', imports('node:child_process'), IMPORT],
  ['src/engine/three-way-merge.ts', imports('../kinds/entry.ts'), IMPORT],
  ['src/cli/a.ts', imports('inquirer'), IMPORT],
  ['src/cli/b.ts', "export const it = () => import('inquirer');\n", IMPORT],
  ['src/cli/commands/a.ts', imports('execa'), IMPORT],
  ['src/cli/c.ts', imports('node:fs'), IMPORT],
  ['src/cli/ask-line.ts', imports('commander'), IMPORT],
  ['src/cli/e.ts', imports('@inquirer/select'), IMPORT],
  ['src/cli/f.ts', imports('node:readline/promises'), IMPORT],
  ['src/cli/guide/ask-by-arrows.ts', imports('node:readline/promises'), IMPORT],
  ['src/cli/d.ts', imports('node:child_process'), IMPORT],
  ['playbooks/network/a.ts', imports('../../src/model/wish.ts'), IMPORT],
  ['playbooks/network/b.ts', imports('../ssh/other.ts'), IMPORT],
  ['playbooks/network/c.ts', imports('node:fs'), IMPORT],

  // No clock, randomness, environment or network outside host/ and cli/.
  ['src/engine/clock.ts', reads('Date.now()'), GLOBAL],
  ['src/engine/timer.ts', reads('setTimeout(() => {}, 1)'), GLOBAL],
  ['src/facts/environment.ts', reads('process.env'), GLOBAL],
  ['src/report/environment.ts', reads('globalThis'), GLOBAL],
  ['src/kinds/random.ts', reads('crypto.randomUUID()'), GLOBAL],
  ['playbooks/network/net.ts', reads("await fetch('http://localhost')"), GLOBAL],
  ['src/kit/random.ts', reads('Math.random()'), PLUGIN],
  ['playbooks/network/random.ts', reads('Math.random'), PLUGIN],

  // 0, '' and false are values.
  ['src/kinds/if.ts', tests('if (it.before) act();'), PLUGIN],
  ['src/kinds/while.ts', tests('while (it.before) act();'), PLUGIN],
  ['src/kinds/not.ts', tests('export const x = !it.value;'), PLUGIN],
  ['src/kinds/or.ts', tests('export const x = it.value || 5;'), PLUGIN],
  ['src/kinds/and.ts', tests('export const x = other && it.value;'), PLUGIN],
  ['src/kinds/conditional.ts', tests('export const x = it.value ? 1 : 2;'), PLUGIN],
  ['src/kinds/boolean.ts', tests('export const x = Boolean(it.before);'), PLUGIN],
  ['src/engine/else-if.ts', tests('if (other) act();\nelse if (it.before) act();'), PLUGIN],
  ['playbooks/network/param.ts', tests('export const x = params.minutes ? 1 : 2;'), PLUGIN],

  // An un-awaited write is a broken journal.
  [
    'src/engine/floating.ts',
    'async function write() {}\nexport function apply() {\n  write();\n}\n',
    'lint/nursery/noFloatingPromises',
  ],
  ['src/engine/talks.ts', "console.log('hello');\n", 'lint/suspicious/noConsole'],
  ['src/cli/any.ts', 'export const it = {} as any;\n', 'lint/suspicious/noExplicitAny'],
  [
    'src/cli/sure.ts',
    'export const it = (x: string | null) => x!.length;\n',
    'lint/style/noNonNullAssertion',
  ],
  ['src/cli/camelCase.ts', 'export const it = 1;\n', 'lint/style/useFilenamingConvention'],
  ['src/kit/cycle-a.ts', imports('./cycle-b.ts'), 'lint/suspicious/noImportCycles'],
  ['src/kit/cycle-b.ts', imports('./cycle-a.ts'), 'lint/suspicious/noImportCycles'],
];

/** None of these may be named: a rule that forbids everything proves nothing. */
const ALLOWED: readonly (readonly [file: string, source: string])[] = [
  ['src/formats/fine.ts', imports('../model/fine.ts')],
  ['src/host/fine.ts', `${imports('node:fs')}${imports('execa')}${imports('../model/fine.ts')}`],
  ['src/host/clock.ts', reads('[Date.now(), process.pid, Math.random()]')],
  ['src/facts/fine.ts', `${imports('../formats/fine.ts')}${imports('./other.ts')}`],
  [
    'src/engine/fine.ts',
    `${imports('../host/run-folder.ts')}${imports('../kinds/fine.ts')}${imports('node:crypto')}`,
  ],
  ['src/report/fine.ts', imports('diff')],
  ['src/policy/fine.ts', imports('ini')],
  ['src/cli/commands/fine.ts', `${imports('../../engine/fine.ts')}${imports('commander')}`],
  ['playbooks/network/fine.ts', imports('../../src/kit/index.ts')],
  ['playbooks/_template.ts', imports('../src/kit/index.ts')],
  [
    'src/kinds/fine.ts',
    tests('if (it.before === 0 && other) act();\nexport const x = it.value ?? params.minutes;'),
  ],
  ['src/model/fine.ts', 'export type Fine = 1;\n'],
];

let folder: string;
let found: Map<string, Set<string>>;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-lint-'));
  for (const name of ['biome.json', '.gitignore', 'package.json', 'tsconfig.json', 'scripts/lint']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  for (const [file, source] of [...VIOLATIONS, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }
  const biome = spawnSync(
    join(ROOT, 'node_modules/.bin/biome'),
    ['lint', '--reporter=json', '--max-diagnostics=none', '.'],
    { cwd: folder, encoding: 'utf8' },
  );
  found = new Map();
  for (const { category, location } of JSON.parse(biome.stdout).diagnostics) {
    const rules = found.get(location.path) ?? new Set();
    found.set(location.path, rules.add(category));
  }
});

after(() => rmSync(folder, { recursive: true, force: true }));

for (const [file, , rule] of VIOLATIONS) {
  test(`${rule} names ${file}`, () => {
    assert.ok(found.get(file)?.has(rule), `found ${JSON.stringify([...(found.get(file) ?? [])])}`);
  });
}

test('what is allowed is not named', () => {
  const rules = ALLOWED.map(([file]) => [
    file,
    [...(found.get(file) ?? [])].filter((r) => r === IMPORT || r === GLOBAL || r === PLUGIN),
  ]);
  assert.deepEqual(
    rules,
    ALLOWED.map(([file]) => [file, []]),
  );
});
