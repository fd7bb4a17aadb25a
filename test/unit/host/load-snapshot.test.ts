import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createCapturingHost } from '../../../src/host/capture-host.ts';
import { loadSnapshot } from '../../../src/host/load-snapshot.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { saveSnapshot } from '../../../src/host/save-snapshot.ts';
import type { Path } from '../../../src/model/path.ts';
import { Refused } from '../../../src/model/refusal.ts';

let folder: string;
let directory: Path;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-load-'));
  directory = join(folder, 'it') as Path;
  const { host, snapshot } = createCapturingHost(
    createMemoryHost({
      entries: { '/etc/a': 'text\n', '/etc/l': { link: 'a' } },
      live: { unit: { u: { active: 'active' } } },
    }),
  );
  await host.read('/etc/l');
  await host.live('unit', 'u');
  await assert.rejects(host.observe({ type: 'processes' }));
  saveSnapshot(snapshot(), directory);
});
afterEach(() => rmSync(folder, { recursive: true }));

const refusesFor = (why: RegExp) =>
  assert.throws(
    () => loadSnapshot(directory),
    (error) => {
      assert.ok(error instanceof Refused, String(error));
      const { code, args } = error.refusal;
      assert.equal(code, 'snapshot');
      assert.match('why' in args ? args.why : '', why);
      return true;
    },
  );

test('a snapshot that was not touched is fine', async () => {
  assert.deepEqual(await loadSnapshot(directory).read('/etc/l'), Buffer.from('text\n'));
});

test('what is incomplete or changed is refused, with the reason', () => {
  const text = readFileSync(join(directory, 'host.json'), 'utf8');
  const damages: readonly (readonly [from: string | RegExp, to: string, why: RegExp])[] = [
    [/^/, '{', /JSON/],
    ['snapshot/1', 'snapshot/2', /schema/],
    ['"live",', '"alive",', /the type of the host/],
    ['"/etc/a"', '"etc/a"', /etc\/a is no path/],
    ['"/etc/a"', '"/etc//a"', /no path/],
    ['"0644"', '"0999"', /the mode of \/etc\/a/],
    ['"uid":0', '"uid":-1', /the uid of \//],
    ['"size":5', '"size":"5"', /the size of \/etc\/a/],
    ['"type":"file"', '"type":"fiel"', /the type of \/etc\/a/],
    [/"content":"[0-9a-f]{64}"/, '"content":"../../../etc/passwd"', /the content of \/etc\/a is no SHA-256/],
    [/"content":"[0-9a-f]{64}"/, `"content":"${'0'.repeat(64)}"`, /files\/etc\/a is not what host.json says/],
    ['"active":"active"', '"active":"busy"', /none of active/],
    ['"not-observable"', '"not-possible"', /refusal/],
    ['"target":"a"', '"target":1', /the target of \/etc\/l is no text/],
  ];
  for (const [from, to, why] of damages) {
    const damaged = text.replace(from, to);
    assert.notEqual(damaged, text);
    writeFileSync(join(directory, 'host.json'), damaged);
    refusesFor(why);
  }
});

test('a content that is missing, or was given other line ends, is refused', () => {
  writeFileSync(join(directory, 'files/etc/a'), 'text\r\n');
  refusesFor(/files\/etc\/a is not what/);
  rmSync(join(directory, 'files/etc/a'));
  refusesFor(/files\/etc\/a is missing/);
  rmSync(join(directory, 'host.json'));
  refusesFor(/no host.json/);
});
