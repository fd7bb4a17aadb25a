import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMemoryBlobs } from '../../src/host/memory-blobs.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { kinds } from '../../src/kinds/index.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Host } from '../../src/model/host.ts';
import type { Json } from '../../src/model/json.ts';
import type { WishedPart } from '../../src/model/kind.ts';
import type { KindName } from '../../src/model/wish.ts';
import { bytesOf, directoryEntry, fileEntry, linkEntry } from './lab/tree.ts';

const blobs = createMemoryBlobs();
const json = (entry: Entry): Json => ({ ...entry });
function file(text: string, metadata: Partial<Entry> = {}): Json {
  blobs.put(bytesOf(text));
  return json(fileEntry(text, { mtime: '7', ...metadata }));
}

const GROUP = 'docker:x:5:a\n';
const SETTING = 'net.ipv4.conf.*.send_redirects';
const on = (name: string) => `net/ipv4/conf/${name}/send_redirects`;
/** rw for the owner, r for user 7 and the group, masked to r: mode 0640. And the same after `chmod 0600`. */
const ACL = 'AgAAAAEABgD/////AgAEAAcAAAAEAAQA/////xAABAD/////IAAAAP////8=';
const ACL_0600 = 'AgAAAAEABgD/////AgAEAAcAAAAEAAQA/////xAAAAD/////IAAAAP////8=';

const CHAIN = '\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n\t}\n';
const DPKG_STATUS = 'Package: g\nStatus: install ok installed\nVersion: 2\n';

interface Row {
  readonly kind: KindName;
  readonly key: string;
  /** Any may follow any other. No two are the same to the kind. */
  readonly states: readonly Json[];
  readonly host: () => Host;
  /** Parts that can be wished together for the first state. */
  readonly wishes: readonly (readonly WishedPart[])[];
}

const live = { 'kernel-setting': { [on('all')]: '1', [on('default')]: '1', [on('eth0.5')]: '0' } };
const GRID: readonly Row[] = [
  {
    kind: 'entry',
    key: '/etc/group',
    host: () => createMemoryHost({ entries: { '/etc': { directory: true } } }),
    states: [
      file(GROUP),
      file(''),
      file('', { mode: 0 }),
      file(GROUP, { mode: 0o4711, uid: 7, gid: 0 }),
      file(GROUP, { xattrs: { 'user.a': '' }, flags: 'A', mtime: '0' }),
      file('\udcff\n'),
      json(directoryEntry({ mtime: '0' })),
      json(linkEntry('x', { mtime: '0' })),
      json(linkEntry('y', { mtime: '0' })),
      null,
    ],
    wishes: [
      [{ part: 'text', desired: '' }],
      [{ part: 'text', desired: null }],
      [{ part: 'text', desired: '\udcfe' }],
      [{ part: 'mode', desired: 0 }],
      [
        { part: 'owner', desired: 0 },
        { part: 'group', desired: 0 },
        { part: 'mode', desired: 0o600 },
      ],
      [
        { part: 'text', desired: 'docker:x:5:\nwheel:x:6:\n' },
        { part: 'group:docker/member/b', desired: true },
        { part: 'group:wheel/members', desired: ['c'] },
        { part: 'mode', desired: 0o640 },
      ],
      [
        { part: 'group:docker/members', desired: [] },
        { part: 'group:docker/gid', desired: '0' },
      ],
      [{ part: 'group:docker/member/a', desired: null }],
      [{ desired: null }],
      [{ desired: { link: 'elsewhere' } }],
      [{ desired: { directory: true, mode: 0o700, uid: 0, gid: 8 } }],
      [{ desired: { text: '', mode: 0, uid: 0, gid: 0 } }],
    ],
  },
  {
    kind: 'kernel-setting',
    key: SETTING,
    host: () => createMemoryHost({ live }),
    states: [
      { [on('all')]: '0', [on('default')]: '0', [on('eth0.5')]: '0' },
      { [on('all')]: '', [on('default')]: '0', [on('eth0.5')]: '1' },
      { [on('all')]: '1', [on('default')]: '1', [on('eth0.5')]: '0' },
    ],
    wishes: [[{ desired: '0' }], [{ desired: '' }], [{ desired: '1\t0' }]],
  },
  {
    kind: 'unit',
    key: 'docker.service',
    host: () => createMemoryHost({ live: { unit: { 'docker.service': { active: 'active' } } } }),
    states: [{ active: 'active' }, { active: 'inactive' }],
    wishes: [[{ desired: 'active' }], [{ desired: 'inactive' }]],
  },
  {
    kind: 'audit-rule',
    key: '-w /usr/bin/docker -p wa -k docker',
    host: () => createMemoryHost(),
    states: [true, null],
    wishes: [[{ desired: true }], [{ desired: null }]],
  },
  {
    kind: 'package',
    key: 'g++',
    host: () => createMemoryHost({ entries: { '/var/lib/dpkg/status': DPKG_STATUS } }),
    states: [{ version: '1:1.0-1' }, { version: '0' }, null],
    wishes: [[{ desired: 'removed' }], [{ desired: '0' }]],
  },
  {
    kind: 'nft-table',
    key: 'inet holdfast-x',
    host: () => createMemoryHost({ live: { 'nft-table': { 'ip nat': 'table ip nat {\n}\n' } } }),
    states: ['table inet holdfast-x {\n}\n', `table inet holdfast-x {\n${CHAIN}}\n`, null],
    wishes: [
      [{ desired: `table inet holdfast-x {\n${CHAIN}}\n` }],
      [{ desired: 'table inet holdfast-x {\n}\n' }],
      [{ desired: null }],
    ],
  },
];

for (const { kind: name, key, states, host: make, wishes } of GRID) {
  const kind = kinds[name];
  describe(`kind ${name}`, () => {
    test('what was put is read, from any state to any other', async () => {
      for (const before of states) {
        for (const after of states) {
          const host = make();
          await kind.put(host, key, before, blobs);
          assert.deepEqual(await kind.read(host, key, blobs), before);
          await kind.put(host, key, after, blobs);
          const now = await kind.read(host, key, blobs);
          assert.deepEqual(now, after);
          assert.equal(kind.where(now, { before, after }), 'after');
          if (before === after) continue;
          assert.equal(kind.where(before, { before, after }), 'before', JSON.stringify([before, after]));
        }
      }
    });

    test('wishes are fulfilled, twice is once, and their order is no matter', () => {
      for (const [i, parts] of wishes.entries()) {
        const [before = null] = states;
        const after = kind.want(before, parts, blobs, key);
        assert.deepEqual(kind.want(after, parts, blobs, key), after, `${i}`);
        for (const order of permutations(parts))
          assert.deepEqual(kind.want(before, order, blobs, key), after, `${i}`);
      }
    });

    test('parts that were set are read back', () => {
      const [before = null] = states;
      for (const parts of wishes) {
        const after = kind.want(before, parts, blobs, key);
        for (const { part, desired } of parts) {
          // The text is set first, and then parts of it.
          if (part === 'text' && parts.length > 1) continue;
          assert.deepEqual(kind.part(after, part, blobs, key), desired, part);
        }
      }
    });

    test('a wish for the whole is fulfilled from any state', () => {
      for (const before of states) {
        for (const [wish] of wishes) {
          if (wish === undefined || wish.part !== undefined) continue;
          const after = kind.want(before, [wish], blobs, key);
          assert.deepEqual(kind.part(after, undefined, blobs, key), wish.desired);
        }
      }
    });

    test('a part that was read can be wished again', () => {
      for (const from of states) {
        for (const to of states) {
          const desired = kind.part(to, undefined, blobs, key);
          const after = kind.want(from, [{ desired }], blobs, key);
          assert.deepEqual(kind.part(after, undefined, blobs, key), desired);
        }
      }
    });

    test('wishing for what is there changes nothing', () => {
      const names = new Set(wishes.flat().map(({ part }) => part));
      for (const state of states) {
        for (const part of names) {
          const isText = part !== undefined && (part === 'text' || part.includes(':'));
          if (isText && (state === null || state !== states[0])) continue;
          if (state === null && part !== undefined) continue;
          const desired = kind.part(state, part, blobs, key);
          if (part?.startsWith('group:wheel') === true) continue;
          assert.deepEqual(kind.want(state, [{ ...(part && { part }), desired }], blobs, key), state, part);
        }
      }
    });

    test('any two states can be shown', () => {
      for (const before of states) {
        for (const after of states) {
          const shown = kind.show(before, after, blobs, key);
          if (before !== after && shown.type === 'lines') assert.ok(shown.lines.length > 0);
        }
      }
    });
  });
}

test('an entry of any other type can be shown', () => {
  for (const type of ['fifo', 'socket', 'char-device', 'block-device'] as const) {
    const other = json({ ...directoryEntry(), type });
    for (const state of [null, file('x'), other]) {
      kinds.entry.show(state, other, blobs, '/x');
      kinds.entry.show(other, state, blobs, '/x');
    }
  }
});

test('a mode on a file with an access control list is wished as chmod makes it', () => {
  const before = file('x', { mode: 0o640, xattrs: { 'system.posix_acl_access': ACL } });
  const after = kinds.entry.want(before, [{ part: 'mode', desired: 0o600 }], blobs, '/x');
  assert.deepEqual(after, file('x', { mode: 0o600, xattrs: { 'system.posix_acl_access': ACL_0600 } }));
  const whole = { text: 'x', mode: 0o600, uid: 0, gid: 0 };
  assert.deepEqual(kinds.entry.want(before, [{ desired: whole }], blobs, '/x'), after);
});

test('a candidate for a table speaks of that table and of nothing else', async () => {
  const host = createMemoryHost();
  const KEY = 'inet holdfast-x';
  const why = async (text: string) =>
    (await kinds['nft-table'].validate?.(host, KEY, text, blobs, null))?.code ?? null;
  assert.equal(await why(`table inet holdfast-x {\n${CHAIN}}\n`), null);
  assert.equal(await why(''), 'candidate-invalid');
  assert.equal(await why('table ip holdfast-x {\n}\n'), 'candidate-invalid');
  assert.equal(await why('flush ruleset\ntable inet holdfast-x {\n}\n'), 'candidate-invalid');
  assert.equal(await why('delete table ip nat\ntable inet holdfast-x {\n}\n'), 'candidate-invalid');
  assert.equal(await why('table inet holdfast-x {\n}\ntable ip nat {\n}\n'), 'candidate-invalid');
  assert.equal(await why('include "/etc/x.nft"\ntable inet holdfast-x {\n}\n'), 'candidate-invalid');
  assert.equal(await why('table inet holdfast-x {\n'), 'candidate-invalid');
});

test('a table of another state than planned is foreign', () => {
  const where = (now: Json) => kinds['nft-table'].where(now, { before: null, after: 'table inet a {\n}\n' });
  assert.equal(where('table inet a {\n}\n'), 'after');
  assert.equal(where(null), 'before');
  assert.equal(where(`table inet a {\n${CHAIN}}\n`), 'foreign');
});

describe('where an entry is', () => {
  const CAPABILITY = { 'security.capability': 'AQAAAgAgAAAAAAAAAAAAAAAAAAA=' };
  const FIELDS: readonly (readonly [string, Partial<Entry>, Partial<Entry>, Partial<Entry>])[] = [
    ['owner', { uid: 0 }, { uid: 7 }, { uid: 9 }],
    ['group', { gid: 8 }, { gid: 0 }, { gid: 9 }],
    ['mode', { mode: 0o6755 }, { mode: 0o750 }, { mode: 0o777 }],
    ['time', { mtime: '0' }, { mtime: '5' }, { mtime: '6' }],
    ['flags', { flags: 'A' }, { flags: 'd' }, { flags: 'i' }],
    ['attributes', { xattrs: { 'user.a': '' } }, { xattrs: {} }, { xattrs: { 'user.a': 'eA==' } }],
  ];
  const side = (which: 1 | 2 | 3): Partial<Entry> => Object.assign({}, ...FIELDS.map((row) => row[which]));
  const where = (now: Json, before: Json, after: Json) => kinds.entry.where(now, { before, after });
  const [before, after] = [file('x', side(1)), file('x', side(2))];

  test('every mix of old and new metadata is between', () => {
    for (let mix = 0; mix < 2 ** FIELDS.length; mix++) {
      const fields = FIELDS.map((row, i) => row[((mix >> i) & 1) === 1 ? 2 : 1]);
      const wanted = mix === 0 ? 'before' : mix === 2 ** FIELDS.length - 1 ? 'after' : 'between';
      assert.equal(where(file('x', Object.assign({}, ...fields)), before, after), wanted, `${mix}`);
    }
  });

  test('anything else is foreign, in every mix', () => {
    for (const [name, , , other] of FIELDS) {
      for (const base of [side(1), side(2), { ...side(1), mode: 0o750 }])
        assert.equal(where(file('x', { ...base, ...other }), before, after), 'foreign', name);
    }
    assert.equal(where(file('y', side(1)), before, after), 'foreign');
    assert.equal(where(null, before, after), 'foreign');
    assert.equal(where(json(linkEntry('x')), before, after), 'foreign');
    assert.equal(where(file('x', { ...side(1), xattrs: { 'user.b': '' } }), before, after), 'foreign');
  });

  test('what the kernel does on the way is between', () => {
    const acl = (value: string) => ({ 'system.posix_acl_access': value });
    const table: readonly (readonly [string, Partial<Entry>, Partial<Entry>, Partial<Entry>, string])[] = [
      ['chown clears setuid', { mode: 0o6755 }, { mode: 0o6755, uid: 7 }, { mode: 0o755, uid: 7 }, 'between'],
      [
        'but not a lone setgid',
        { mode: 0o6705 },
        { mode: 0o6705, uid: 7 },
        { mode: 0o2705, uid: 7 },
        'between',
      ],
      ['nor the sticky bit', { mode: 0o1755 }, { mode: 0o1755, uid: 7 }, { mode: 0o755, uid: 7 }, 'foreign'],
      [
        'chown drops capabilities',
        { xattrs: CAPABILITY },
        { xattrs: CAPABILITY, uid: 7 },
        { uid: 7 },
        'between',
      ],
      [
        'chmod writes the list',
        { mode: 0o640, xattrs: acl(ACL) },
        { mode: 0o600 },
        { mode: 0o600, xattrs: acl(ACL_0600) },
        'between',
      ],
      [
        'not just any list',
        { mode: 0o640, xattrs: acl(ACL) },
        { mode: 0o600 },
        { mode: 0o640, xattrs: acl('AgAAAA==') },
        'foreign',
      ],
      ['flags are lifted', { flags: 'Ai' }, { flags: 'di' }, { flags: 'A' }, 'between'],
      ['nobody else sets them', { flags: 'A' }, { flags: 'A', mode: 0 }, { flags: 'Aa' }, 'foreign'],
    ];
    for (const [name, old, wanted, now, answer] of table)
      assert.equal(where(file('x', now), file('x', old), file('x', wanted)), answer, name);
  });

  test('a planned time is any time', () => {
    const planned = file('new', { mtime: null });
    assert.equal(where(file('new', { mtime: '123' }), before, planned), 'after');
    assert.equal(where(file('new', { mtime: '123', mode: 0 }), before, planned), 'foreign');
  });

  test('content goes from old to new with nothing between, but for flags and directories', () => {
    const frozen = file('new', { flags: 'Ai' });
    assert.equal(where(file('new', { flags: 'A' }), before, frozen), 'between');
    assert.equal(where(file('new', { flags: 'A' }), null, frozen), 'between');
    assert.equal(where(null, file('x'), json(directoryEntry())), 'between');
    assert.equal(where(null, json(directoryEntry()), json(linkEntry('x'))), 'between');
    assert.equal(where(null, file('x'), json(linkEntry('x'))), 'foreign');
    assert.equal(where(file('new'), null, null), 'foreign');
  });
});

describe('kernel settings of interfaces that come and go', () => {
  const kind = kinds['kernel-setting'];
  const values = (...of: readonly (readonly [string, string])[]) =>
    Object.fromEntries(of.map(([name, value]) => [on(name), value]));
  const before = values(['all', '1'], ['default', '1'], ['eth0.5', '1']);
  const after = kind.want(before, [{ desired: '0' }], blobs, SETTING);
  const hostWith = (state: Json) =>
    createMemoryHost({ live: { 'kernel-setting': state as { [path: string]: string } } });
  const settle = async (now: Json, to: Json): Promise<Json> => {
    const host = hostWith(now);
    await kind.put(host, SETTING, to, blobs);
    return kind.read(host, SETTING, blobs);
  };

  test('one that is gone is skipped', async () => {
    const now = values(['all', '1'], ['default', '1']);
    assert.equal(kind.where(now, { before, after }), 'before');
    assert.deepEqual(kind.rematch?.(now, { before, after }), {
      before: now,
      after: values(['all', '0'], ['default', '0']),
    });
    assert.deepEqual(await settle(now, after), values(['all', '0'], ['default', '0']));
    const single = 'net.ipv4.conf.eth0/5.send_redirects';
    const host = hostWith({});
    await kind.put(host, single, values(['eth0.5', '0']), blobs);
    assert.deepEqual(await kind.read(host, single, blobs), {});
  });

  test('one that has come takes the value of default, there and back', async () => {
    const now = values(['all', '1'], ['default', '1'], ['eth0.5', '1'], ['veth1', '1']);
    const change = kind.rematch?.(now, { before, after });
    assert.deepEqual(change?.after, values(['all', '0'], ['default', '0'], ['eth0.5', '0'], ['veth1', '0']));
    const made = await settle(now, change?.after ?? null);
    assert.equal(kind.where(made, change ?? { before, after }), 'after');
    const later = { ...(made as object), [on('veth2')]: '0' };
    assert.equal(kind.where(later, change ?? { before, after }), 'after');
    assert.deepEqual(await settle(later, now), { ...(now as object), [on('veth2')]: '1' });
  });

  test('half-way is between, another value is foreign', () => {
    const where = (now: Json) => kind.where(now, { before, after });
    assert.equal(where(values(['all', '0'], ['default', '1'], ['eth0.5', '1'])), 'between');
    assert.equal(where(values(['all', '0'], ['default', '2'], ['eth0.5', '1'])), 'foreign');
    assert.equal(where(values(['all', '0'], ['default', '0'], ['eth0.5', ''])), 'foreign');
    assert.equal(where(before), 'before');
  });

  test('a plan does not rest on interfaces', () => {
    assert.deepEqual(kind.stable?.(before), values(['all', '1'], ['default', '1']));
    assert.deepEqual(kind.stable?.({ 'net/ipv4/ip_forward': '0' }), { 'net/ipv4/ip_forward': '0' });
  });

  test('a dot in the name of an interface is a slash in the key', async () => {
    const host = hostWith(before);
    for (const key of ['net.ipv4.conf.eth0/5.send_redirects', on('eth0.5')])
      assert.deepEqual(await kind.read(host, key, blobs), values(['eth0.5', '1']), key);
  });
});

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

describe('where a package is', () => {
  const { where } = kinds.package;
  const [whole, gone] = [{ version: '1', content: 'f' }, null];
  test('what dpkg has left half done of either version is between, and no other', () => {
    const removal = { before: whole, after: gone };
    for (const halfway of ['half-installed', 'unpacked', 'half-configured', 'deinstall']) {
      assert.equal(where({ version: '1', halfway }, removal), 'between', halfway);
      assert.equal(where({ version: '', halfway }, removal), 'between', halfway);
      assert.equal(where({ version: '2', halfway }, removal), 'foreign', halfway);
    }
    assert.equal(where({ version: '2' }, removal), 'foreign');
    assert.equal(where({ version: '1' }, removal), 'before');
    assert.equal(where(null, removal), 'after');
  });
  test('what was marked to go comes back without the mark', () => {
    const marked = { version: '1', halfway: 'deinstall' };
    assert.equal(where({ version: '1' }, { before: marked, after: gone }), 'before');
    assert.equal(where(marked, { before: marked, after: gone }), 'before');
    assert.equal(where(marked, { before: gone, after: whole }), 'between');
  });
});
