import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAptSources, parseAptSourcesList } from '../../../src/formats/apt-sources.ts';
import { parseDeb822 } from '../../../src/formats/deb822.ts';
import { packagesIndex } from '../../../src/formats/packages-index.ts';
import { Malformed } from '../../../src/model/format.ts';

test('a source per line, with its options, and what is commented out', () => {
  const text =
    '# deb http://off x main\n\ndeb [ arch=amd64,arm64 Trusted=yes signed-by=/k.asc ] http://a/ suite main contrib # c\ndeb cdrom:[Debian 12 _Bookworm_]/ bookworm main\ndeb-src http://b ./\n';
  const [first, cdrom, flat, ...more] = parseAptSourcesList(text);
  assert.equal(first?.line, 3);
  assert.deepEqual(first?.components, ['main', 'contrib']);
  assert.deepEqual(first?.options.get('trusted'), { value: 'yes', line: 3 });
  assert.deepEqual(cdrom?.uris, ['cdrom:[Debian 12 _Bookworm_]/']);
  assert.deepEqual([flat?.types, flat?.suites, flat?.components], [['deb-src'], ['./'], []]);
  assert.deepEqual(more, []);
  assert.throws(
    () => parseAptSourcesList('\ndeb http://a\n'),
    (error) => error instanceof Malformed && error.line === 2,
  );
});

test('a paragraph per source, with lines of its fields', () => {
  const text =
    '# c\nTypes: deb deb-src\nURIs: http://a/\n http://b/\nSuites: s s-updates\n# between\nComponents: main\nTRUSTED: yes\n\nTypes: deb\nURIs: http://c/\nSuites: ./\nEnabled: no\n';
  const [first, off] = parseAptSources(text);
  assert.deepEqual(
    [first?.types, first?.uris],
    [
      ['deb', 'deb-src'],
      ['http://a/', 'http://b/'],
    ],
  );
  assert.deepEqual(first?.options.get('trusted'), { value: 'yes', line: 8 });
  assert.deepEqual([first?.enabled, off?.enabled, off?.line], [true, false, 10]);
  assert.throws(() => parseAptSources('URIs: http://a/\n'), Malformed);
  assert.throws(() => parseDeb822(' goes on\n'), Malformed);
  assert.throws(() => parseDeb822('no field\n'), Malformed);
});

test('an index is searched for names, each with all of its versions', () => {
  const text =
    'Package: a\nVersion: 1\nArchitecture: amd64\nDescription: Package: b\n\nPackage: ab\nVersion: 2\nArchitecture: all\n\nPackage: a\nSource: x (3)\nVersion: 1:2~3-4\nArchitecture: all';
  assert.deepEqual(packagesIndex(text, new Set(['a', 'b'])), [
    { name: 'a', version: '1', architecture: 'amd64' },
    { name: 'a', version: '1:2~3-4', architecture: 'all' },
  ]);
  assert.deepEqual(packagesIndex('', new Set(['a'])), []);
});
