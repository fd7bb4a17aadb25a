import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRsyslogConf } from '../../../src/formats/rsyslog-conf.ts';
import { globalParams, rsyslogForwards } from '../../../src/formats/rsyslog-forwards.ts';
import { Malformed } from '../../../src/model/format.ts';
import { rsyslogConfs, rsyslogRefused } from '../../rsyslog-confs.ts';

const placed = (text: string) =>
  parseRsyslogConf(text).map((item) => ({ ...item, path: '/etc/rsyslog.conf' as const }));
const forwards = (text: string) =>
  rsyslogForwards(placed(text)).map(
    ({ line, target, port, protocol, isEncrypted, isAuthenticated, waitsOnDisk, misses }) => {
      const flags = [isEncrypted ? 'tls' : '', isAuthenticated ? 'peer' : '', waitsOnDisk ? 'disk' : ''];
      return `${line} ${protocol} ${target}:${port} ${flags.join('')}${misses === null ? '' : ` (${misses})`}`;
    },
  );

test("Debian's own file: modules, an include, and files", () => {
  const text = `module(load="imuxsock") # local
$WorkDirectory /var/spool/rsyslog
$IncludeConfig /etc/rsyslog.d/*.conf
*.*;auth,authpriv.none		-/var/log/syslog
auth,authpriv.*			/var/log/auth.log
*.emerg				:omusrmsg:*
`;
  assert.deepEqual(
    placed(text).map(({ is, line, filters }) => `${line} ${is} ${filters.join()}`),
    [
      '1 object ',
      '2 directive ',
      '3 include ',
      '4 action *.*;auth,authpriv.none',
      '5 action auth,authpriv.*',
      '6 action *.emerg',
    ],
  );
  assert.deepEqual(globalParams(placed(text)), { workdirectory: '/var/spool/rsyslog' });
  assert.deepEqual(forwards(text), []);
});

for (const [text, expected] of rsyslogConfs) {
  test(`where it sends what: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(forwards(text), expected);
  });
}

test('by RELP, which is a package of its own', () => {
  const tls = 'tls="on" tls.authmode="name" queue.type="disk" queue.filename="q"';
  assert.deepEqual(forwards(`action(type="omrelp" target="h" port="2514" ${tls})`), [
    '1 relp h:2514 tlspeerdisk',
  ]);
  assert.deepEqual(forwards('action(type="omrelp" target="h")'), ['1 relp h:514 ']);
});

test('what does not end is malformed, with its line', () => {
  for (const [text, line] of rsyslogRefused)
    assert.throws(
      () => parseRsyslogConf(text),
      (error) => error instanceof Malformed && error.line === line,
      text,
    );
});

test('whatever stands there, it is read or malformed', () => {
  const piece = fc.constantFrom(
    '*.*',
    ' ',
    '\n',
    '@@h',
    'action(',
    ')',
    '{',
    '}',
    '"',
    'if',
    'then',
    'else',
    '&',
    'stop',
    '$x',
    'ruleset(name="r")',
    '#',
    '/*',
    '*/',
    ';',
    'set',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        parseRsyslogConf(pieces.join(''));
      } catch (error) {
        assert.ok(error instanceof Malformed, String(error));
      }
    }),
  );
});
