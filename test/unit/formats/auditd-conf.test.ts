import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { auditdConfFormat, auditdSetting, parseAuditdConf } from '../../../src/formats/auditd-conf.ts';
import { auditdProblem } from '../../../src/formats/auditd-problem.ts';
import { Malformed } from '../../../src/model/format.ts';

const DEBIAN = 'local_events = yes\nmax_log_file = 8\nnum_logs = 5\nspace_left = 75\nadmin_space_left = 50\n';

test('the last of a name wins, in any case; what auditd passes over says nothing', () => {
  const long = `num_logs = 7${' '.repeat(147)}`;
  const conf = parseAuditdConf(
    `# num_logs = 1\n  num_logs   =  5  \nNUM_LOGS = 9\n${long}\n##x\n\nspace_left_action = exec  /bin/x\nnum_logs = 99`,
  );
  assert.deepEqual(auditdSetting(conf, 'num_logs'), { name: 'num_logs', value: '9', line: 3 });
  assert.equal(auditdSetting(conf, 'space_left_action')?.value, 'exec /bin/x');
  assert.equal(auditdSetting(conf, 'freq'), null);
  assert.deepEqual(conf.skipped, [4, 8]);
  assert.equal(parseAuditdConf(`num_logs = 7${' '.repeat(146)}\n`).settings.length, 1);
});

test('what auditd does not start with is malformed, with its line', () => {
  for (const bad of [
    'num_logs=7',
    'num_logs\t= 7',
    '\tnum_logs = 7',
    'num_logs =',
    'num_logs',
    'num_logs = 7 # x',
    'num_logs = 7\r',
  ])
    assert.throws(
      () => parseAuditdConf(`freq = 50\n${bad}\n`),
      (error) => error instanceof Malformed && error.line === 2,
      bad,
    );
});

test('values are set in place, and a new name goes before a line that auditd passes over', () => {
  const { get, set } = auditdConfFormat;
  assert.equal(set(DEBIAN, 'num_logs', '50'), DEBIAN.replace('num_logs = 5', 'num_logs = 50'));
  assert.equal(set(' NUM_LOGS  =   5  \n', 'num_logs', '50'), ' NUM_LOGS  =   50  \n');
  assert.equal(set('freq = 50\nnum_logs = 5', 'num_logs', '9'), 'freq = 50\nnum_logs = 9\nnum_logs = 5');
  assert.equal(set('', 'num_logs', '9'), 'num_logs = 9\n');
  assert.equal(get(set('num_logs = 5', 'num_logs', '9'), 'num_logs'), '9');
  assert.equal(set('num_logs = 1\nfreq = 5\nNum_Logs = 2\n', 'num_logs', null), 'freq = 5\n');
  for (const bad of [true, 7, '', ' 7', '7\nfreq = 0', '7\t'])
    assert.throws(() => set('', 'num_logs', bad), TypeError);
});

test('why auditd would not start', () => {
  const table: readonly (readonly [string, RegExp | null])[] = [
    ['', null],
    ['# nothing\n', /larger/],
    ['num_logs = 5', null],
    [DEBIAN, null],
    ['space_left = 75\nadmin_space_left = 75\n', /larger/],
    ['num_logs = 5\n', /larger/],
    ['space_left = 5%\nadmin_space_left = 50\n', null],
    ['space_left = 100%\n', /percentage/],
    [`${DEBIAN}num_logs = 1000\n`, /more than 999/],
    [`${DEBIAN}max_log_file = 8M\n`, /no number/],
    [`${DEBIAN}max_log_file_action = delete\n`, /knows no delete/],
    [`${DEBIAN}disk_error_action = rotate\n`, /knows no rotate/],
    [`${DEBIAN}disk_full_action = email\n`, /knows no email/],
    [`${DEBIAN}disk_full_action = exec\n`, /absolute/],
    [`${DEBIAN}disk_full_action = halt now\n`, /more than one/],
    [`${DEBIAN}flush = INCREMENTAL_ASYNC\nfreq = 0\n`, /freq/],
    [`${DEBIAN}of_tomorrow = 1\n`, null],
  ];
  for (const [text, why] of table) {
    const problem = auditdProblem(parseAuditdConf(text));
    if (why === null) assert.equal(problem, null, text);
    else assert.match(problem?.why ?? '', why, text);
  }
});

const name = fc.constantFrom('num_logs', 'NUM_LOGS', 'max_log_file', 'space_left_action');
const value = fc.constantFrom('0', '5', '12', 'ROTATE');
const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', '  '),
      name,
      fc.constantFrom(' = ', '  =   '),
      fc.constantFrom('0', '7', 'ROTATE'),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('', '# c \udcff', '   ', '##num_logs = 5', `num_logs = 5${' '.repeat(150)}`),
);
const text = fc
  .tuple(fc.array(line), fc.boolean())
  .map(([lines, final]) => lines.join('\n') + (final && lines.length > 0 ? '\n' : ''));

test('laws of formats', () => {
  const part = fc.constantFrom('num_logs', 'space_left_action');
  fc.assert(
    fc.property(text, part, fc.option(value), (given, part, desired) => {
      const after = auditdConfFormat.set(given, part, desired);
      assert.equal(auditdConfFormat.get(after, part), desired);
      assert.equal(auditdConfFormat.set(after, part, desired), after);
      assert.equal(auditdConfFormat.set(given, part, auditdConfFormat.get(given, part)), given);
      // What was set goes back without a trace.
      const before = auditdConfFormat.get(given, part);
      if (desired !== null) assert.equal(auditdConfFormat.set(after, part, before), given);
      assert.equal(auditdConfFormat.get(after, 'max_log_file'), auditdConfFormat.get(given, 'max_log_file'));
    }),
  );
});
