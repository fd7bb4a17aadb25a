import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Selection } from '../../src/engine/selection.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { createOverlayHost } from '../../src/host/overlay-host.ts';
import type { Host, HostReader } from '../../src/model/host.ts';
import type { Path } from '../../src/model/path.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import { Refused } from '../../src/model/refusal.ts';
import type { Wish } from '../../src/model/wish.ts';
import { playbookLaw } from './lab/playbook-law.ts';
import { playbookOrderLaw } from './lab/playbook-law-order.ts';
import { LAWS, type Law } from './lab/playbook-laws.ts';
import { wishing } from './lab/run-lab.ts';
import { bytesOf, fileEntry } from './lab/tree.ts';

const BASE = createMemoryHost({
  entries: { '/etc/a': 'old\n', '/etc/b': 'old\n' },
  observations: [[{ type: 'invoker' }, 'null']],
});

const text = (key: string, desired: string): Wish => ({ kind: 'entry', key, part: 'text', desired });
const GOOD = wishing('good/a', text('/etc/a', 'new\n'));

type Texts = { readonly [path: string]: string | null };

/** A playbook that reads files and answers by them. */
function reading(
  id: string,
  assess: (texts: Texts) => ReturnType<Playbook['assess']>,
  whileReading: (host: Host) => Promise<void> = async () => undefined,
): Playbook {
  const texts = {
    name: `texts for ${id}`,
    async read(host: HostReader) {
      await whileReading(host as Host);
      const read = async (path: Path) => {
        const bytes = await host.read(path);
        return [path, bytes === null ? null : Buffer.from(bytes).toString()] as const;
      };
      return Object.fromEntries(await Promise.all((['/etc/a', '/etc/b', '/etc/c'] as const).map(read)));
    },
  };
  return {
    ...wishing(id),
    facts: { texts },
    assess: ({ facts }) => assess((facts as { texts: Texts }).texts),
  };
}

const requirement = (object: string, isMet: boolean, ...wishes: Wish[]) => ({
  object,
  verdict: isMet ? ('met' as const) : ('unmet' as const),
  statement: object,
  evidence: [],
  wishes: isMet ? [] : wishes,
});

/** An overlay with something wrong with it. */
const faulty =
  (fault: (host: Host) => Partial<Host>) =>
  (base: HostReader): Host => {
    const host = createOverlayHost(base);
    return { ...host, ...fault(host) };
  };

let counted = 0;

interface Fault {
  readonly what: string;
  readonly breaks: Law;
  readonly playbooks?: readonly Playbook[];
  readonly others?: readonly Playbook[];
  readonly over?: (base: HostReader) => Host;
}

const FAULTS: readonly Fault[] = [
  {
    what: 'a fact that writes',
    breaks: 'planning writes nothing',
    playbooks: [
      reading(
        'bad/writes',
        () => [requirement('a', true)],
        async (host) => {
          if ('putEntry' in host) await host.putEntry('/etc/d', fileEntry('x'), bytesOf('x'));
        },
      ),
    ],
  },
  {
    what: 'another wish at every look',
    breaks: 'the same plan twice',
    playbooks: [
      reading('bad/counts', () => {
        counted += 1;
        return [requirement('a', false, text('/etc/a', `${counted}\n`))];
      }),
    ],
  },
  {
    what: 'a host that cannot be written',
    breaks: 'apply and rollback succeed',
    over: faulty(() => ({
      putEntry: async (path) => {
        throw new Refused({ code: 'io', args: { path, call: 'write', errno: 'EIO' } });
      },
    })),
  },
  {
    what: 'a fix that does not meet its requirement',
    breaks: 'what was unmet ends met or pending',
    playbooks: [reading('bad/fix', () => [requirement('a', false, text('/etc/a', 'new\n'))])],
  },
  {
    what: 'a fix that the reload takes back',
    breaks: 'what was unmet ends met or pending',
    playbooks: [
      wishing('bad/reload', { ...text('/etc/a', 'new\n'), effects: [{ do: 'reload', unit: 'a.service' }] }),
    ],
    over: faulty((host) => ({
      run: () => host.putEntry('/etc/a', fileEntry('old\n'), bytesOf('old\n')),
    })),
  },
  {
    what: 'unmet, and nothing to be done about it',
    breaks: 'what was unmet ends met or pending',
    playbooks: [reading('bad/none', () => [requirement('a', false)])],
  },
  {
    what: 'a fix that undoes what another asks for',
    breaks: 'what was met stays met',
    others: [reading('other/a', (texts) => [requirement('a', texts['/etc/a'] === 'old\n')])],
  },
  {
    what: 'a host that says nothing of a write that it did not do',
    breaks: 'the host is as the overlay said',
    over: faulty((host) => {
      let puts = 0;
      return {
        putEntry: async (path, entry, content, kept) => {
          puts += 1;
          if (puts > 1) await host.putEntry(path, entry, content, kept);
        },
      };
    }),
  },
  {
    what: 'a reload that changes a file',
    breaks: 'the host is as the overlay said',
    playbooks: [
      wishing('bad/reload', { ...text('/etc/a', 'new\n'), effects: [{ do: 'reload', unit: 'a.service' }] }),
      reading('other/b', (texts) => [requirement('b', texts['/etc/b'] === 'old\n')]),
    ],
    over: faulty((host) => ({
      run: () => host.putEntry('/etc/b', fileEntry('other\n'), bytesOf('other\n')),
    })),
  },
  {
    what: 'a playbook that never has enough',
    breaks: 'the next plan is empty',
    playbooks: [
      reading('bad/more', (texts) =>
        texts['/etc/a'] === 'new\n'
          ? [requirement('a', true), requirement('b', texts['/etc/b'] === 'new\n', text('/etc/b', 'new\n'))]
          : [requirement('a', false, text('/etc/a', 'new\n'))],
      ),
    ],
  },
  {
    what: "a host that forgets directories' times",
    breaks: 'a rollback leaves all as it was',
    playbooks: [
      reading('good/c', (texts) => [
        requirement('c', texts['/etc/c'] === 'c\n', {
          kind: 'entry',
          key: '/etc/c',
          desired: { text: 'c\n' },
        }),
      ]),
    ],
    over: faulty((host) => ({
      putTime: (directory) => host.putTime(directory, '1'),
    })),
  },
  {
    what: 'an undo that loses an attribute',
    breaks: 'a rollback leaves all as it was',
    over: faulty((host) => {
      let puts = 0;
      return {
        putEntry: async (path, entry, content, kept) => {
          puts += 1;
          await host.putEntry(path, entry, content, kept);
          // As a writer that copies back what it can, after all was read back.
          if (puts > 1 && path === '/etc') await host.putEntry('/etc/a', fileEntry('old\n'), null);
        },
      };
    }),
  },
  {
    what: 'wishes that differ',
    breaks: 'the parts commute',
    playbooks: [GOOD, wishing('bad/a', text('/etc/a', 'other\n'))],
  },
  {
    what: 'a playbook that only looks after another has run',
    breaks: 'the parts commute',
    playbooks: [
      GOOD,
      reading('bad/waits', (texts) => [
        requirement('b', texts['/etc/a'] !== 'new\n' || texts['/etc/b'] === 'new\n', text('/etc/b', 'new\n')),
      ]),
    ],
  },
];

async function brokenBy({ playbooks = [GOOD], others = [], over }: Partial<Fault>): Promise<Set<Law>> {
  const selection: Selection = {
    playbooks,
    profile: 'baseline',
    params: {},
    allow: [],
    waivers: [],
    today: '2026-01-02',
  };
  const { broken } = await playbookLaw({
    base: BASE,
    selection,
    others: [...playbooks, ...others],
    ...(over === undefined ? {} : { over }),
  });
  return new Set([...broken, ...(await playbookOrderLaw(BASE, selection))].map(({ law }) => law));
}

test('a sound playbook on a sound host breaks no law', async () =>
  assert.deepEqual([...(await brokenBy({}))], []));

for (const fault of FAULTS) {
  test(`${fault.what}: ${fault.breaks}`, async () => {
    const broken = await brokenBy(fault);
    assert.ok(broken.has(fault.breaks), [...broken].join(', '));
  });
}

test('each law is broken by something, but for those that take a host that is up', () => {
  assert.deepEqual(
    LAWS.filter((law) => !FAULTS.some(({ breaks }) => breaks === law)),
    ['a reboot changes nothing', 'evaluators agree with the tools', 'the workload works as before'],
  );
});
