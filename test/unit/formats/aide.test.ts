import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAideConf } from '../../../src/formats/aide-conf.ts';
import { type AideRule, aidePattern, aideSelects } from '../../../src/formats/aide-selects.ts';
import { calendarDay } from '../../../src/formats/calendar-day.ts';

const rulesOf = (text: string): readonly AideRule[] =>
  parseAideConf(text).flatMap((line) =>
    line.type === 'rule' ? [{ ...line, pattern: aidePattern(line.regex), source: '/etc/aide.conf' }] : [],
  );

test('lines that say something, each with its place', () => {
  const text = [
    '# c',
    '@@define DBDIR /var/lib/aide',
    'database_in=file:@@{DBDIR}/aide.db',
    '@@x_include /etc/aide/aide.conf.d ^[a-z]+$ /mnt',
    '@@include /etc/other',
    '@@if not defined X',
    '@@ifhost web1',
    '@@else',
    '@@endif',
    '@@undef X',
    'Full = p+i',
    '/etc Full',
    '!/var/log d,f',
    '!/proc',
    '=/opt/ 0 Full',
    '/a/@@{X} f Full',
    '  ',
    'nonsense',
  ].join('\n');
  const found = parseAideConf(text).map(({ text: _, ...line }) => line);
  assert.deepEqual(found, [
    { line: 2, type: 'define', name: 'DBDIR', value: '/var/lib/aide' },
    { line: 3, type: 'option', name: 'database_in', value: 'file:@@{DBDIR}/aide.db' },
    {
      line: 4,
      type: 'include',
      path: '/etc/aide/aide.conf.d',
      pattern: '^[a-z]+$',
      prefix: '/mnt',
      runs: true,
    },
    { line: 5, type: 'include', path: '/etc/other', pattern: null, prefix: '', runs: false },
    { line: 6, type: 'if', negated: true, test: 'defined', word: 'X' },
    { line: 7, type: 'if', negated: false, test: 'hostname', word: 'web1' },
    { line: 8, type: 'else' },
    { line: 9, type: 'endif' },
    { line: 10, type: 'undef', name: 'X' },
    { line: 11, type: 'option', name: 'Full', value: 'p+i' },
    { line: 12, type: 'rule', sign: '', regex: '/etc', types: null, attributes: 'Full' },
    { line: 13, type: 'rule', sign: '!', regex: '/var/log', types: ['d', 'f'], attributes: '' },
    { line: 14, type: 'rule', sign: '!', regex: '/proc', types: null, attributes: '' },
    { line: 15, type: 'rule', sign: '=', regex: '/opt/', types: null, attributes: 'Full' },
    { line: 16, type: 'rule', sign: '', regex: '/a/@@{X}', types: ['f'], attributes: 'Full' },
  ]);
});

test('any text is read, whatever it says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const { line } of parseAideConf(text)) assert.ok(line >= 1);
    }),
  );
});

test('a negative rule takes out what is below it, too, whatever comes before', () => {
  const rules = rulesOf('/ R\n!/etc/docker$ d\n!/etc/passwd$ f\n');
  const selected = (path: string, type = 'f') => aideSelects(rules, path, type).selected;
  assert.equal(selected('/etc/group'), true);
  assert.equal(selected('/etc/docker/daemon.json'), false);
  assert.equal(selected('/etc/docker', 'f'), true);
  assert.equal(selected('/etc/dockerx/a'), true);
  assert.equal(selected('/etc/passwd'), false);
  assert.equal(selected('/etc/passwd', 'd'), true);
});

test('patterns hold at the beginning, equals rules for one level, types for themselves', () => {
  const rules = rulesOf('/usr/bin/(docker|runc)$ f R\n=/opt R\n=/srv/ R\n/a\\x20b/\\. R\n');
  const selected = (path: string, type = 'f') => aideSelects(rules, path, type).selected;
  assert.deepEqual(
    ['/usr/bin/docker', '/usr/bin/dockerd', '/x/usr/bin/docker'].map((path) => selected(path)),
    [true, false, false],
  );
  assert.equal(selected('/usr/bin/docker', 'd'), false);
  assert.deepEqual(
    ['/opt', '/opt/x', '/srv/x', '/srv/x/y'].map((path) => selected(path)),
    [true, false, true, false],
  );
  assert.equal(selected('/a b/.x'), true);
  assert.equal(selected('/a b/x'), false);
});

test('a letter that may be missing, and alternatives, are no start that a path must have', () => {
  const rules = rulesOf('/ab?c R\n/d{0,1}e R\n/f*g R\n/h(i|j) R\n/k|/l R\n');
  for (const path of ['/ac', '/abc', '/e', '/g', '/hj', '/k'])
    assert.equal(aideSelects(rules, path, 'f').selected, true, path);
});

test('a pattern that cannot be read here matches nothing', () => {
  const rules = rulesOf('/(?i)etc R\n/etc(( R\n!/(*VERB) \n');
  assert.equal(aideSelects(rules, '/etc/passwd', 'f').selected, false);
});

test('the day of a time', () => {
  assert.equal(calendarDay('0'), '1970-01-01');
  assert.equal(calendarDay('951782399999999999'), '2000-02-28');
  assert.equal(calendarDay('951782400000000000'), '2000-02-29');
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000_000, max: 20_000_000_000 }), (seconds) => {
      const day = new Date(seconds * 1000).toISOString().slice(0, 10);
      assert.equal(calendarDay(`${BigInt(seconds) * 1_000_000_000n}`), day);
    }),
  );
});
