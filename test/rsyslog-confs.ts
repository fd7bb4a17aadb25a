/** Configurations that rsyslogd takes, each about one way of saying something; and where they send what, in the words of the unit test. */
export const rsyslogConfs: readonly (readonly [text: string, forwards: readonly string[]])[] = [
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
  ['ruleset(name="remote" queue.type="LinkedList") {\n *.* @@h\n}\ncall remote\n', ['2 tcp h:514 ']],
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
  ['module(load="imtcp")\ninput(type="imtcp" port="514")\n', []],
];

/** Configurations that neither rsyslogd nor we take, with the line. */
export const rsyslogRefused: readonly (readonly [text: string, line: number])[] = [
  ['# a\naction(type="omfwd"\n', 2],
  ['action(type="omfwd)\n', 1],
  ['\nif $msg contains "x" { stop }\n', 3],
  ['ruleset(name="r") {\n *.* @@h\n', 3],
  ['*.* @@h\n}\n', 2],
  ['*.* @@h\nif $msg contains "x" then { *.* @@h }\n', 3],
  ['mail.* \n', 2],
  ['action(target)\n', 1],
];
