import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSshdMatch, type SshdConnection, sshdMatches } from '../../../src/formats/sshd-match.ts';
import { sshdWords } from '../../../src/formats/sshd-words.ts';

const ALICE: SshdConnection = {
  user: 'alice',
  groups: ['users', 'ops'],
  host: 'Web.Example.org',
  address: '10.1.2.3',
  localAddress: '10.0.0.1',
  localPort: 22,
};

function matches(text: string, connection: Partial<SshdConnection> = {}): boolean {
  const { args } = sshdWords(`Match ${text}`, 1) ?? { args: [] };
  return sshdMatches(parseSshdMatch(args, 1), { ...ALICE, ...connection });
}

test('criteria as sshd_config(5) has them', () => {
  const table: readonly (readonly [text: string, expected: boolean])[] = [
    ['all', true],
    ['User alice', true],
    ['user=alice', true],
    ['User Alice', false],
    ['User bob,al?ce', true],
    ['User *,!alice', false],
    ['User !bob', false],
    ['User a.*', false],
    ['Group ops', true],
    ['Group users,!ops', false],
    ['Group !ops,*', false],
    ['Host *.example.ORG', true],
    ['Host web', false],
    ['LocalPort 22', true],
    ['LocalPort 2222', false],
    ['LocalAddress 10.0.0.0/30', true],
    ['User alice Address 10.0.0.0/8', true],
    ['User alice Address 11.0.0.0/8', false],
    ['RDomain *', false],
    ['invalid-user', false],
  ];
  for (const [text, expected] of table) assert.equal(matches(text), expected, text);
});

test('addresses and networks', () => {
  const table: readonly (readonly [list: string, address: string, expected: boolean])[] = [
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.0/23', '10.1.3.255', true],
    ['10.1.2.0/23', '10.1.4.0', false],
    ['0.0.0.0/0', '10.1.2.3', true],
    ['0.0.0.0/0', '::1', false],
    ['10.*', '10.1.2.3', true],
    ['10.1.2.?', '10.1.2.33', false],
    ['*', '2001:db8::1', true],
    ['2001:DB8::/32', '2001:db8:1::5', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['0:0:0:0:0:0:0:1', '::1', true],
    ['::ffff:10.1.2.3', '10.1.2.3', false],
    ['::ffff:10.1.2.3', '::ffff:a01:203', true],
    ['10.0.0.0/8,!10.1.0.0/16', '10.1.2.3', false],
    ['!10.1.0.0/16', '10.2.0.1', false],
    ['1:2:3:4:5:6:7::8', '1:2:3:4:5:6:7:8', false],
    ['10.0.0.0/8', 'UNKNOWN', false],
  ];
  for (const [list, address, expected] of table)
    assert.equal(matches(`Address ${list}`, { address }), expected, `${list} ${address}`);
});

test('what is not known of a connection matches nothing', () => {
  const unknown = { user: null, groups: [], host: null, address: null, localAddress: null, localPort: null };
  for (const on of ['User *', 'Group *', 'Host *', 'Address *', 'LocalAddress *', 'LocalPort 22'])
    assert.equal(matches(on, unknown), false, on);
});
