import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeHostText, encodeHostText } from '../../../src/formats/host-text.ts';
import { parseSysctlConf, sysctlFormat, sysctlName, sysctlPath } from '../../../src/formats/sysctl-conf.ts';
import { Malformed } from '../../../src/model/format.ts';

test('names become paths as sysctl.d(5) says', () => {
  const table = [
    ['kernel.domainname', 'kernel/domainname'],
    ['kernel/domainname', 'kernel/domainname'],
    ['net.ipv4.conf.enp3s0/200.forwarding', 'net/ipv4/conf/enp3s0.200/forwarding'],
    ['net/ipv4/conf/enp3s0.200/forwarding', 'net/ipv4/conf/enp3s0.200/forwarding'],
    ['/net//ipv4/ip_forward', 'net/ipv4/ip_forward'],
  ] as const;
  for (const [name, path] of table) assert.equal(sysctlPath(name), path);
  assert.equal(sysctlName('net/ipv4/conf/enp3s0.200/forwarding'), 'net.ipv4.conf.enp3s0/200.forwarding');
});

test('assignments, exclusions and comments', () => {
  const text = '# a\n ; b\n\n  net.ipv4.ip_forward=1 \n-a.b = 2\n-c.*.d\ne.f =\n';
  assert.deepEqual(parseSysctlConf(text), [
    { line: 4, key: 'net/ipv4/ip_forward', value: '1', ignoreErrors: false },
    { line: 5, key: 'a/b', value: '2', ignoreErrors: true },
    { line: 6, key: 'c/*/d', value: null, ignoreErrors: false },
    { line: 7, key: 'e/f', value: '', ignoreErrors: false },
  ]);
});

test('what is neither assignment nor exclusion is malformed, with its line', () => {
  for (const bad of ['a.b', '= 1', '-', 'a.b = 1\r# c', 'a.b\0 = 1']) {
    assert.throws(
      () => parseSysctlConf(`# x\n${bad}\n`),
      (error) => error instanceof Malformed && error.line === 2,
      bad,
    );
  }
});

test('setting changes one line and nothing else', () => {
  const text = '# keep\r\n  net/ipv4/ip_forward  =  1  \r\nnet.ipv4.ip_forward=1\r\nlast \udcff=x';
  assert.equal(sysctlFormat.get(text, 'net.ipv4.ip_forward'), '1');
  const zero = sysctlFormat.set(text, 'net.ipv4.ip_forward', '0');
  assert.equal(zero, '# keep\r\n  net/ipv4/ip_forward  =  1  \r\nnet.ipv4.ip_forward=0\r\nlast \udcff=x');
  assert.equal(sysctlFormat.set(text, 'net.ipv4.ip_forward', null), '# keep\r\nlast \udcff=x');
  assert.equal(sysctlFormat.set('', 'a.*.b', '0'), 'a.*.b = 0\n');
});

test('an exclusion is no value, and a line after it is', () => {
  assert.equal(sysctlFormat.get('a.b = 1\n-a.b\n', 'a.b'), null);
  assert.equal(sysctlFormat.set('a.b = 1\n-a.b\n', 'a.b', '2'), 'a.b = 1\n-a.b\na.b = 2\n');
});

test('what a file cannot hold is refused', () => {
  for (const bad of [' 1', '1\n2', true, 0]) assert.throws(() => sysctlFormat.set('', 'a.b', bad), TypeError);
});

const key = fc.constantFrom(
  'net.ipv4.ip_forward',
  'net.ipv4.conf.*.rp_filter',
  'net.ipv4.conf.eth0/5.rp_filter',
);
const value = fc.constantFrom('', '0', '1', '4 4 1 7', 'x = y', '\udc80');
const line = fc.oneof(
  fc.tuple(key, value).map(([k, v]) => `${k} = ${v}`),
  fc.tuple(key, value).map(([k, v]) => ` -${sysctlPath(k)}=${v}\t`),
  key.map((k) => `-${k}`),
  fc.constantFrom('', '# c', ';=', '  '),
);
const text = fc
  .tuple(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, final]) => lines.join(end) + (final && lines.length > 0 ? end : ''));

test('laws of formats', () => {
  fc.assert(
    fc.property(text, key, fc.option(value), (given, part, desired) => {
      const after = sysctlFormat.set(given, part, desired);
      assert.equal(sysctlFormat.get(after, part), desired);
      assert.equal(sysctlFormat.set(after, part, desired), after);
      assert.equal(sysctlFormat.set(given, part, sysctlFormat.get(given, part)), given);
      assert.equal(decodeHostText(encodeHostText(after)), after);
    }),
  );
});

test('setting an absent key and removing it gives the same text', () => {
  fc.assert(
    fc.property(text, value, (given, desired) => {
      assert.equal(sysctlFormat.set(sysctlFormat.set(given, 'z.z', desired), 'z.z', null), given);
    }),
  );
});
