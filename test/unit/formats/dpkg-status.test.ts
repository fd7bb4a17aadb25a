import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDpkgRelations } from '../../../src/formats/dpkg-relations.ts';
import { parseDpkgStatus } from '../../../src/formats/dpkg-status.ts';
import { dpkgVersionOrder } from '../../../src/formats/dpkg-version-order.ts';
import { Malformed } from '../../../src/model/format.ts';

test('fields are read by any spelling of their names, over several lines, in any order', () => {
  const [telnet, left, ...rest] = parseDpkgStatus(
    [
      'Package: inetutils-telnet',
      'PROVIDES: telnet, telnet-client (= 2:2.4)',
      'Status: hold ok installed',
      'Priority: optional',
      'Section: net',
      'Architecture: amd64',
      'Source: inetutils (2:2.4-2)',
      'Version: 2:2.4-2+deb12u1',
      'Depends: libc6 (>= 2.34),',
      ' netbase | netbase-ng:any (<< 3)',
      'Pre-Depends: dpkg',
      'Conffiles:',
      ' /etc/x: y 0123 obsolete',
      'Description: a client',
      ' Package: not-this',
      ' .',
      '',
      '',
      'Package: left',
      'Essential: yes',
      'Status: deinstall ok config-files',
    ].join('\n'),
  );
  assert.deepEqual(rest, []);
  assert.deepEqual(telnet, {
    name: 'inetutils-telnet',
    wanted: 'hold',
    flag: 'ok',
    state: 'installed',
    version: '2:2.4-2+deb12u1',
    architecture: 'amd64',
    source: { name: 'inetutils', version: '2:2.4-2' },
    section: 'net',
    priority: 'optional',
    essential: false,
    protected: false,
    depends: [
      [{ name: 'dpkg', version: null }],
      [{ name: 'libc6', version: { relation: '>=', than: '2.34' } }],
      [
        { name: 'netbase', version: null },
        { name: 'netbase-ng', version: { relation: '<<', than: '3' } },
      ],
    ],
    recommends: [],
    suggests: [],
    provides: [
      { name: 'telnet', version: null },
      { name: 'telnet-client', version: { relation: '=', than: '2:2.4' } },
    ],
  });
  assert.equal(left?.state, 'config-files');
  assert.equal(left?.version, '');
  assert.equal(left?.essential, true);
});

test('an empty database has no packages; one that is torn is named by its line', () => {
  assert.deepEqual(parseDpkgStatus(''), []);
  assert.deepEqual(parseDpkgStatus('\n\n'), []);
  const torn = 'Package: a\nStatus: install ok installed\n\nPackage: b\nSta';
  assert.throws(
    () => parseDpkgStatus(torn),
    (error) => error instanceof Malformed && error.line === 5,
  );
  assert.throws(
    () => parseDpkgStatus('\nStatus: install ok installed\n'),
    (error) => error instanceof Malformed && error.line === 2,
  );
  assert.throws(() => parseDpkgStatus('Package: a\nStatus: install ok instal\n'), Malformed);
});

test('relations: nothing, and what cannot be read, is no relation', () => {
  assert.deepEqual(parseDpkgRelations(''), []);
  assert.deepEqual(parseDpkgRelations(' , ,'), []);
});

test('versions are ordered as deb-version(7) says', () => {
  const rising = [
    '0~~',
    '0~',
    '0',
    '1.0~rc1',
    '1.0',
    '1.0-0.1',
    '1.0-1',
    '1.0a',
    '1.0+b1',
    '1.2',
    '1.10',
    '1:0',
  ];
  for (const [i, a] of rising.entries()) {
    for (const [j, b] of rising.entries()) {
      assert.equal(Math.sign(dpkgVersionOrder(a, b)), Math.sign(i - j), `${a} and ${b}`);
    }
  }
  assert.equal(dpkgVersionOrder('1.0', '0:1.0-0'), 0);
  assert.equal(dpkgVersionOrder('1.01', '1.1'), 0);
});
