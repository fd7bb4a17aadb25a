import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Playbook } from '../../src/model/playbook.ts';

const root = join(import.meta.dirname, '../..');
let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'holdfast-new-playbook-'));
  mkdirSync(join(place, 'playbooks'));
  cpSync(join(root, 'playbooks/_template.ts'), join(place, 'playbooks/_template.ts'));
  cpSync(join(root, 'scripts/new-playbook.ts'), join(place, 'scripts/new-playbook.ts'));
  symlinkSync(join(root, 'src'), join(place, 'src'));
});
afterEach(() => rmSync(place, { recursive: true }));

const make = (...args: string[]) =>
  spawnSync(process.execPath, [join(place, 'scripts/new-playbook.ts'), ...args], { encoding: 'utf8' });

describe('npm run new-playbook', () => {
  test('writes a playbook that loads, and only its id and its import differ from the template', async () => {
    const { status, stdout } = make('kernel/sys-rq');
    assert.equal(status, 0);
    assert.equal(stdout, 'playbooks/kernel/sys-rq.ts\n');
    const file = join(place, 'playbooks/kernel/sys-rq.ts');
    const { default: playbook }: { default: Playbook } = await import(file);
    assert.equal(playbook.id, 'kernel/sys-rq');
    const [template, made] = [join(place, 'playbooks/_template.ts'), file].map((path) =>
      readFileSync(path, 'utf8').split('\n'),
    );
    assert.equal(made?.filter((line, i) => line !== template?.[i]).length, 2);
  });

  test('leaves a playbook that is there alone', () => {
    make('kernel/sys-rq');
    const file = join(place, 'playbooks/kernel/sys-rq.ts');
    writeFileSync(file, 'edited');
    const { status, stderr } = make('kernel/sys-rq');
    assert.equal(status, 1);
    assert.equal(stderr, 'new-playbook: playbooks/kernel/sys-rq.ts is there already\n');
    assert.equal(readFileSync(file, 'utf8'), 'edited');
  });

  test('refuses what is not area/name, and writes nothing', () => {
    for (const id of [
      'name',
      'a/b/c',
      '../a/b',
      'Area/name',
      'area/_name',
      'area/na me',
      'area/',
      '/name',
      'a/b.ts',
      '',
    ]) {
      const { status, stderr } = make(id);
      assert.equal(status, 1, id);
      assert.match(stderr, /^new-playbook: an id is area\/name/);
    }
    assert.equal(make().status, 1);
    assert.equal(make('a/b', 'c/d').status, 1);
    assert.ok(!existsSync(join(place, 'playbooks/a')));
  });
});
