import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sshSources } from '../../../src/guards/ssh-sources.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import type { SshConnection } from '../../../src/model/observation.ts';
import type { Fact, Use } from '../../../src/model/playbook.ts';

const MAIN = '/etc/ssh/sshd_config';
const DENY = 'DenyUsers *@!10.0.0.0/8,!127.0.0.0/8,!::1,*\n';
const session = (user: string, from: string) =>
  `USER=${user}\nSTATE=active\nREMOTE_HOST=${from}\nSERVICE=sshd\n`;
const ALICE = { '/run/systemd/sessions/1': session('alice', '192.0.2.7') };

interface Given {
  readonly now?: string;
  readonly planned: string;
  readonly entries?: Readonly<Record<string, string>>;
  readonly own?: SshConnection;
  readonly tcp?: string;
  readonly runs?: boolean;
  readonly key?: string;
}

/** The guard's refusals as `object why`. Only whether sshd runs is told: a memory host has no processes. */
async function refusals({ now = '', planned, entries = {}, own, tcp = '', runs = true, key = MAIN }: Given) {
  const facts = (main: string): Use => {
    const host = createMemoryHost({
      entries: {
        '/usr/sbin/sshd': '',
        '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nalice:x:1000:100::/:/bin/sh\n',
        '/etc/group': 'users:x:100:\n',
        [MAIN]: main,
        ...entries,
      },
      observations: [
        [{ type: 'ssh-connection' }, JSON.stringify(own ?? null)],
        [{ type: 'invoker' }, JSON.stringify(own === undefined ? null : { uid: 1000 })],
        [{ type: 'proc', path: 'net/tcp' }, tcp],
        [{ type: 'proc', path: 'net/tcp6' }, ''],
      ],
    });
    const use: Use = async <T>(fact: Fact<T>) =>
      fact.name === 'runs-sshd' ? (runs as T) : fact.read(host, use);
    return use;
  };
  const found = await sshSources({
    now: facts(now),
    planned: facts(planned),
    changes: [
      {
        number: 1,
        kind: 'entry',
        key,
        before: null,
        after: null,
        undo: 'exact',
        parts: [{ playbook: 'ssh/source-ranges', before: null, after: null }],
        effects: [],
      },
    ],
    identity: { type: 'live', machine: null, root: '/' },
    allow: [],
    today: '2026-01-02',
  });
  return found.map(({ code, args }) => (code === 'guard' ? `${args.object} ${args.why}` : code));
}

const REFUSED = [
  'peer:192.0.2.7 alice is connected to sshd from 192.0.2.7 and would not be let in from there again (/etc/ssh/sshd_config:1)',
];

test('somebody who is logged in from elsewhere would be out', async () => {
  assert.deepEqual(await refusals({ planned: DENY, entries: ALICE }), REFUSED);
});

test('whoever runs this from elsewhere would be, too, whatever logind knows', async () => {
  const own = { from: '192.0.2.7', to: '192.0.2.1', port: 22 };
  assert.deepEqual(
    await refusals({ planned: DENY, entries: { '/run/systemd/sessions/x.ref': '' }, own }),
    REFUSED,
  );
  const six = { from: '2001:db8::7', to: '2001:db8::1', port: 22 };
  assert.match((await refusals({ planned: DENY, own: six })).join(), /^peer:2001:db8::7 alice /);
});

test('who is within, who could not come before, and a block that lets them in are no reason', async () => {
  const inside = { '/run/systemd/sessions/1': session('alice', '10.9.8.7') };
  assert.deepEqual(await refusals({ planned: DENY, entries: inside }), []);
  assert.deepEqual(await refusals({ now: 'DenyUsers alice\n', planned: DENY, entries: ALICE }), []);
  const block = `${DENY}Match User alice\nDenyUsers bob\n`;
  assert.deepEqual(await refusals({ planned: block, entries: ALICE }), []);
});

test('without logind every connection counts, of whosever it is', async () => {
  // 192.0.2.7 to port 22, somebody who only waits (SYN_RECV), and a connection of this machine to elsewhere.
  const tcp = `  sl  local_address rem_address   st
   0: 010200C0:0016 070200C0:D431 01 00000000:00000000
   1: 010200C0:0016 080200C0:D431 03 00000000:00000000
   2: 010200C0:C350 090200C0:0016 01 00000000:00000000
`;
  const found = await refusals({ planned: DENY, tcp });
  assert.deepEqual(found, [(REFUSED[0] ?? '').replace('alice is', 'somebody is')]);
  assert.deepEqual(await refusals({ planned: DENY, tcp, entries: ALICE }), REFUSED);
});

test('it has no say where sshd does not run, and over files that are not about this', async () => {
  assert.deepEqual(await refusals({ planned: DENY, entries: ALICE, runs: false }), []);
  assert.deepEqual(await refusals({ planned: DENY, entries: ALICE, key: '/etc/sudoers' }), []);
});
