import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { addressRanges } from '../../src/formats/address-ranges.ts';
import { canonicalNftTable } from '../../src/formats/canonical-nft-table.ts';
import { nftAdmits } from '../../src/formats/nft-admits.ts';
import { nftReplacement } from '../../src/formats/nft-replacement.ts';
import { readNftRuleset } from '../../src/formats/nft-ruleset.ts';
import { nftTokens } from '../../src/formats/nft-tokens.ts';
import { parseOpenPort } from '../../src/formats/open-port.ts';
import { INPUT_TABLE, inputTable } from '../../src/kit/input-table.ts';
import { PUBLISHED_TABLE, publishedTable } from '../../src/kit/published-table.ts';
import { debianRoot, type Release } from './lab/debian-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-nft-'));
after(() => rmSync(folder, { recursive: true }));

const OPEN = [
  'tcp/22@10.0.0.0/8',
  'tcp/22@2001:db8::/32',
  'tcp/22@192.0.2.5-192.0.2.9',
  'tcp/80@0.0.0.0/0',
  'tcp/80@::/0',
  'tcp/443',
  'udp/60000-61000',
  'udp/1-65535@10.1.2.3',
  'tcp/65535@128.0.0.0/1',
  'tcp/7@::ffff:1.2.3.4',
  'tcp/8@2001:db8:0:1::/64',
].flatMap((text) => parseOpenPort(text) ?? []);

/** A network of the test's own in which that release's nft works; what it says on standard output. */
function inNetwork(release: Release, script: string, ...args: readonly string[]): string {
  const words = ['--net', '--mount', 'sh', '-euc', script, 'sh', debianRoot(release, ['nftables']), ...args];
  const { status, stdout, stderr } = spawnSync('unshare', words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

for (const release of ['bookworm', 'trixie'] as const) {
  test(`${release}: nft lists our tables as they were written, also when they are loaded again`, () => {
    const published = OPEN.map((each) => ({ ...each, from: null }));
    for (const [name, text] of [
      [INPUT_TABLE, inputTable(OPEN)],
      [PUBLISHED_TABLE, publishedTable(OPEN, published)],
      [PUBLISHED_TABLE, publishedTable([], [])],
    ] as const) {
      const list =
        'printf %s "$2" | chroot "$1" nft -f - && chroot "$1" nft --stateless --numeric-protocol list table $3';
      const listed = inNetwork(release, `${list}; ${list}`, nftReplacement(name, text), name);
      assert.equal(canonicalNftTable(listed), `${canonicalNftTable(text)}`.repeat(2));
    }
    const gone = 'printf %s "$2" | chroot "$1" nft -f -; chroot "$1" nft list tables';
    assert.equal(inNetwork(release, gone, nftReplacement(INPUT_TABLE, null)), '');
  });
}

/** Rulesets that are tried with real packets; every one of them is understood to the end. */
const RULESETS: readonly string[] = [
  '',
  inputTable(OPEN),
  'table inet a { chain c { type filter hook input priority 0; policy drop; ip saddr { 10.0.0.1, 192.0.2.0/24 } tcp dport { 22, 80-90 } accept; }; }\n',
  'table ip a { chain c { type filter hook input priority 0; policy drop; tcp dport 22 accept; }; }\n',
  'table inet a { chain c { type filter hook input priority 0; tcp dport != 22 drop; ip saddr != 10.0.0.0/8 drop; }; }\n',
  'table inet a { chain d { ip saddr 10.0.0.1 return; tcp dport 80 drop; }; chain c { type filter hook input priority 0; jump d; tcp dport 22 drop; }; }\n',
  'table inet a { chain d { tcp dport 22 accept; }; chain c { type filter hook input priority 0; policy drop; ip saddr 10.0.0.1 goto d; tcp dport 80 accept; }; }\n',
  'table inet a { chain c { type filter hook input priority 0; policy drop; ct state vmap { established : accept, new : goto d }; }; chain d { tcp dport vmap { 22 : accept, 80 : drop }; ip saddr . tcp dport { 192.0.2.7 . 443 } accept; }; }\n',
  'table inet a { set s { type ipv4_addr; flags interval; elements = { 192.0.2.0/25, 10.0.0.1 }; }; chain c { type filter hook input priority 0; policy drop; ip saddr @s accept; }; }\n',
  'table inet a { chain c { type filter hook input priority 10; policy accept; }; chain p { type filter hook prerouting priority -150; tcp dport 443 drop; }; }\ntable ip b { chain c { type filter hook input priority 0; tcp dport 22 drop; }; }\n',
  'table inet a { chain c { type filter hook input priority 0; policy drop; iifname "lo" accept; iifname != "lo" meta nfproto ipv4 meta l4proto tcp th dport 80 accept; fib daddr type local tcp dport 443 counter log prefix "a accept" reject; }; }\n',
];
const SOURCES = ['10.0.0.1', '10.9.9.9', '192.0.2.7', '192.0.2.200'];
const PORTS = [22, 80, 90, 443];

/** At one end of a wire the rules, at the other who tries: a refused connection has come in, since nothing listens. */
const WIRE = `
  ip link set lo up
  unshare --net sleep 60 &
  other=$!
  until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
  ip link add c type veth peer name s netns $other
  for at in $SOURCES; do ip address add $at/32 dev c; done
  ip link set c up
  ip route add 198.51.100.1/32 dev c
  inside() { nsenter --target $other --net "$@"; }
  inside ip link set lo up
  inside ip address add 198.51.100.1/32 dev s
  inside ip link set s up
  inside ip route add default dev s
  for rules in "$2"/*.nft; do
    inside chroot "$1" nft flush ruleset
    inside chroot "$1" nft -f - < "$rules"
    node "$2/try.mjs"
  done
  kill $other
`;
const TRY = `
import { connect } from 'node:net';
const tried = process.env.SOURCES.split(' ').flatMap((from) =>
  process.env.PORTS.split(' ').map((port) => new Promise((resolve) => {
    const socket = connect({ host: '198.51.100.1', port: Number(port), localAddress: from });
    const timer = setTimeout(() => { socket.destroy(); resolve(''); }, 700);
    socket.on('error', ({ code }) => { clearTimeout(timer); resolve(code === 'ECONNREFUSED' ? from + ':' + port : ''); });
  })));
console.log((await Promise.all(tried)).filter((one) => one !== '').join(' '));
`;

test('what we say gets through is what the kernel lets through', () => {
  writeFileSync(join(folder, 'try.mjs'), TRY);
  for (const [i, rules] of RULESETS.entries())
    writeFileSync(join(folder, `${String(i).padStart(2, '0')}.nft`), rules.replace(' reject', ' drop'));
  const env = `SOURCES='${SOURCES.join(' ')}'; PORTS='${PORTS.join(' ')}'; export SOURCES PORTS\n`;
  const said = inNetwork('bookworm', env + WIRE, folder)
    .trimEnd()
    .split('\n');
  for (const [i, rules] of RULESETS.entries()) {
    const admits = nftAdmits(readNftRuleset(nftTokens(rules, 'x')));
    for (const doubt of ['at-most', 'at-least'] as const) {
      const ours = SOURCES.flatMap((source) =>
        PORTS.filter((port) => {
          const { from } = admits({ family: 4, protocol: 'tcp', port, out: null }, doubt);
          return addressRanges.isWithin(addressRanges.parse(source)?.ranges ?? [], from);
        }).map((port) => `${source}:${port}`),
      );
      assert.equal(ours.join(' '), said[i], `${doubt}: ${rules}`);
    }
  }
});
