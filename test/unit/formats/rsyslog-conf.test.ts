import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRsyslogConf } from '../../../src/formats/rsyslog-conf.ts';
import { globalParams, rsyslogForwards } from '../../../src/formats/rsyslog-forwards.ts';
import { Malformed } from '../../../src/model/format.ts';

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

/** A configuration, and where it sends what. */
const TABLE: readonly (readonly [string, readonly string[]])[] = [
  ['*.* @h', ['1 udp h:514 ']],
  ['*.* @@h:6514;RSYSLOG_SyslogProtocol23Format\n', ['1 tcp h:6514 ']],
  ['*.* @@(o,z9)[2001:db8::1]:10514\n', ['1 tcp 2001:db8::1:10514 ']],
  [
    'auth,authpriv.* @@h\n& @b\n& stop\n',
    ['1 tcp h:514  (only those of auth,authpriv.*)', '2 udp b:514  (only those of auth,authpriv.*)'],
  ],
  ['# *.* @@h\n/* *.* @@h */\n', []],
  // In the words of today, over several lines, in any case.
  [
    '*.* action(type="omfwd" target="h" port="6514"\n  Protocol="TCP" StreamDriver="gtls" # c\n  StreamDriverMode="1" StreamDriverAuthMode="x509/name"\n queue.type="LinkedList" queue.filename="q")\n',
    ['1 tcp h:6514 tlspeerdisk'],
  ],
  [
    'action(type="omfwd" target="h" protocol="tcp" streamdriver="gtls" streamdrivermode="0" streamdriverauthmode="anon" queue.type="Direct" queue.filename="q")',
    ['1 tcp h:514 '],
  ],
  [
    'action(type="omrelp" target="h" port="2514" tls="on" tls.authmode="name" queue.type="disk" queue.filename="q")',
    ['1 relp h:2514 tlspeerdisk'],
  ],
  ['action(type="omfwd" target="h" streamdriver="gtls" streamdrivermode="1")', ['1 udp h:514 ']],
  [
    'global(defaultNetstreamDriver="ossl")\naction(type="omfwd" target="h" protocol="tcp" streamdrivermode="1")',
    ['2 tcp h:514 tls'],
  ],
  // In old words, which hold for the next action or for all that follow.
  [
    '$DefaultNetstreamDriver gtls\n$ActionSendStreamDriverMode 1\n$ActionSendStreamDriverAuthMode x509/name\n$ActionQueueType LinkedList\n$ActionQueueFileName q\n*.* @@h:6514\n*.* @@b:6514\n',
    ['6 tcp h:6514 tlspeerdisk', '7 tcp b:6514 tlspeer'],
  ],
  ['$ActionQueueType LinkedList\n$ActionQueueFileName q\nmail.* /var/log/mail\n*.* @@h\n', ['4 tcp h:514 ']],
  // Who comes before may end it all.
  ['*.* stop\n*.* @@h\n', ['2 tcp h:514  (/etc/rsyslog.conf, line 1, ends all records before)']],
  ['*.* ~\n*.* @@h\n', ['2 tcp h:514  (/etc/rsyslog.conf, line 1, ends all records before)']],
  [':msg, contains, "a \\" b" stop\n*.* @@h\n', ['2 tcp h:514 ']],
  // Conditions and blocks.
  [
    'if $programname == "then" then @@h\nelse {\n *.* @@b\n}\n',
    [
      '1 tcp h:514  (only those of $programname == "then")',
      '3 tcp b:514  (only those of not ($programname == "then"))',
    ],
  ],
  ['if prifilt("*.*") then {\n action(type="omfwd" target="h" protocol="tcp")\n}\n', ['2 tcp h:514 ']],
  [
    '*.* { action(type="omfwd" target="h" protocol="tcp") stop }\n*.* @@b\n',
    ['1 tcp h:514 ', '2 tcp b:514  (/etc/rsyslog.conf, line 1, ends all records before)'],
  ],
  ['set $.x = "} then ;";\nforeach ($.i in $.all) do {\n @@h\n}\n', ['3 tcp h:514  (only those of foreach)']],
  // Rulesets count where all records are given to them.
  [
    'ruleset(name="r") { action(type="omfwd" target="h" protocol="tcp") }\n',
    ['1 tcp h:514  (only those of the ruleset r)'],
  ],
  ['ruleset(name="remote" queue.type="x") {\n *.* @@h\n}\ncall remote\n', ['2 tcp h:514 ']],
  [
    '$RuleSet r\n*.* @@h\n$RuleSet RSYSLOG_DefaultRuleset\n*.* @@b\n',
    ['2 tcp h:514  (only those of the ruleset r)', '4 tcp b:514 '],
  ],
  ['mail.* \n# c\n*.* @@h\n', ['3 tcp h:514  (only those of mail.*)']],
  [
    '*.=info;*.!=warn;\\\n\tauth,authpriv.none @@h\n*.* @@b\n',
    ['2 tcp h:514  (only those of *.=info;*.!=warn;\\\n\tauth,authpriv.none)', '3 tcp b:514 '],
  ],
  // What only looks like it.
  [
    'template(name="t" type="list") { constant(value="*.* @@h\\n") property(name="msg") }\n$template x,"@@h"\n*.* ?x\n',
    [],
  ],
  ['module(load="omfwd" target="h")\ninput(type="imtcp" port="514")\n', []],
];

for (const [text, expected] of TABLE) {
  test(`where it sends what: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(forwards(text), expected);
  });
}

test('what does not end is malformed, with its line', () => {
  for (const [text, line] of [
    ['# a\naction(type="omfwd"\n', 2],
    ['action(type="omfwd)\n', 1],
    ['\nif $msg contains "x" { stop }\n', 3],
    ['ruleset(name="r") {\n *.* @@h\n', 3],
    ['*.* @@h\n}\n', 2],
    ['*.* @@h\nif $msg contains "x" then { *.* @@h }\n', 3],
    ['mail.* \n', 2],
    ['action(target)\n', 1],
  ] as const)
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
