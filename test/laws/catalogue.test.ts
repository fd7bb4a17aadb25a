import assert from 'node:assert/strict';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bundle } from '../../scripts/bundle.ts';
import { loadCatalogue } from '../../src/cli/catalogue.ts';
import type { Playbook, Profile } from '../../src/model/playbook.ts';

const playbooks = join(import.meta.dirname, '../../playbooks');
let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-catalogue-'));
});
after(() => rmSync(folder, { recursive: true }));

async function bundledCatalogue(name: string): Promise<readonly Playbook[]> {
  const file = join(folder, name);
  await bundle('src/cli/catalogue.ts', file);
  const module: { loadCatalogue: typeof loadCatalogue } = createRequire(import.meta.url)(file);
  return module.loadCatalogue();
}

/** What can be compared across two copies of one module: functions by their text. */
const asData = (list: readonly Playbook[]) =>
  JSON.stringify(list, (_, value) => (typeof value === 'function' ? 'a function' : value));

describe('the catalogue', () => {
  test('is the same list, in the same order, from the folder and in the bundle', async () => {
    const fromFolder = await loadCatalogue();
    assert.ok(fromFolder.length > 0);
    assert.equal(asData(await bundledCatalogue('once.cjs')), asData(fromFolder));
  });

  test('holds every playbook under the path that is its id, once', async () => {
    const ids = (await loadCatalogue()).map(({ id }) => id);
    const files = globSync('*/**/*.ts', { cwd: playbooks }).sort();
    assert.deepEqual(
      ids.map((id) => `${id}.ts`),
      files,
    );
    assert.equal(new Set(ids).size, ids.length);
  });

  test('every file of the folder is a playbook whose id is its path', async () => {
    for (const file of globSync('*/**/*.ts', { cwd: playbooks })) {
      const { default: playbook }: { default: Playbook } = await import(join(playbooks, file));
      assert.equal(`${playbook.id}.ts`, file);
    }
  });

  test('asks for more from each profile to the next, and for nothing less', async () => {
    const list = await loadCatalogue();
    const lost = (from: Profile, to: Profile) =>
      list.filter(({ profiles }) => profiles.includes(from) && !profiles.includes(to)).map(({ id }) => id);
    assert.deepEqual(lost('baseline', 'container-host'), []);
    assert.deepEqual(lost('container-host', 'strict'), []);
  });

  test('puts nothing into the baseline that could cut somebody off', async () => {
    const cutting = (await loadCatalogue()).filter(({ access }) => access === true);
    assert.ok(cutting.length > 0);
    assert.deepEqual(
      cutting.filter(({ profiles }) => profiles.includes('baseline')).map(({ id }) => id),
      [],
    );
  });
});
