import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dependentPackages } from '../../../src/facts/dependent-packages.ts';
import { installedPackage } from '../../../src/facts/installed-package.ts';
import { packages } from '../../../src/facts/packages.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { readFacts } from '../../cases/read-facts.ts';

async function found(entries: NonNullable<WrittenHost['entries']>) {
  return (await readFacts(createMemoryHost({ entries }), { found: packages })).found;
}

function stanza(name: string, fields = '', status = 'install ok installed'): string {
  return `Package: ${name}\nStatus: ${status}\nVersion: 1-1\n${fields}\n`;
}

test('no database is something else than an empty one', async () => {
  assert.equal(await found({}), null);
  assert.deepEqual(await found({ '/var/lib/dpkg/status': '' }), { list: [], isInterrupted: false });
});

test('records that dpkg has not put into its database yet tell of an interruption, and are newer', async () => {
  const idle = { '/var/lib/dpkg/status': stanza('a'), '/var/lib/dpkg/updates/tmp.i': '#padded\n' };
  assert.equal((await found(idle))?.isInterrupted, false);
  const all = await found({
    ...idle,
    '/var/lib/dpkg/updates/0010': stanza('a', '', 'deinstall ok config-files'),
    '/var/lib/dpkg/updates/0009': `${stanza('a', '', 'deinstall ok half-installed')}#padded\n#pad`,
    '/var/lib/dpkg/updates/0011': stanza('b'),
  });
  assert.deepEqual(
    [all?.isInterrupted, all?.list.map(({ name, state }) => `${name} ${state}`)],
    [true, ['a config-files', 'b installed']],
  );
});

test('a torn database is a refusal that names the line', async () => {
  await assert.rejects(
    found({ '/var/lib/dpkg/status': 'Package: a\nSta' }),
    (error) =>
      error instanceof Refused && error.refusal.code === 'malformed' && error.refusal.args.line === 2,
  );
});

test('of a removed package only the configuration is there', async () => {
  const all = await found({
    '/var/lib/dpkg/status':
      stanza('gone', '', 'deinstall ok config-files') + stanza('half', '', 'install ok half-configured'),
  });
  assert.equal(installedPackage(all, 'gone'), null);
  assert.equal(installedPackage(all, 'half')?.version, '1-1');
  assert.equal(installedPackage(null, 'half'), null);
});

test('what depends goes with it, over several steps, unless another provider stays', async () => {
  const all = await found({
    '/var/lib/dpkg/status': [
      stanza('base'),
      stanza('tool', 'Depends: base (>= 1)\n'),
      stanza('top', 'Pre-Depends: tool\n'),
      stanza('either', 'Depends: base | other\n'),
      stanza('other'),
      stanza('virtual', 'Depends: mailer\n'),
      stanza('postfix', 'Provides: mailer\n'),
      stanza('fond', 'Recommends: base\n'),
      stanza('broken', 'Depends: never-there\n'),
      stanza('past', 'Depends: base\n', 'deinstall ok config-files'),
    ].join(''),
  });
  assert.ok(all !== null);
  const names = (...going: string[]) => dependentPackages(all, going).map(({ name }) => name);
  assert.deepEqual(names('base'), ['top', 'tool'], 'in an order in which they can go');
  assert.deepEqual(names('base', 'other'), ['top', 'tool', 'either']);
  assert.deepEqual(names('postfix'), ['virtual']);
  assert.deepEqual(names('top'), []);
  assert.deepEqual(names('nobody'), []);
});
