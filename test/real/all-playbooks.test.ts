import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { loadCatalogue } from '../../src/cli/catalogue.ts';
import { BY_HAND } from '../laws/lab/by-hand.ts';
import { builtHoldfast } from './lab/holdfast.ts';
import { labHosts } from './lab/lab-hosts.ts';
import type { LabSubject } from './lab/lab-subject.ts';
import { openSubject } from './lab/open-subject.ts';
import { playbookJourney } from './lab/playbook-journey.ts';
import { readReport } from './lab/read-report.ts';

const all = (await loadCatalogue()).map(({ id }) => id);
const hosts = await labHosts();
const holdfast = await builtHoldfast();
after(() => holdfast[Symbol.dispose]());

/** Playbooks that were there and back by themselves. */
const travelled = new Set<string>();

// What is up shows more than an image. A machine takes minutes for each journey: `npm run lab` visits those.
for (const place of ['container', 'image'] as const) {
  for (const [name, host] of hosts) {
    if (host.on !== place) continue;
    test(`on ${name}: all together, and each playbook by itself whose best host this is`, async () => {
      await using subject = await openSubject(host, holdfast);
      for (const id of await startingHere(subject)) {
        travelled.add(id);
        assert.deepEqual((await playbookJourney(subject, [id], all)).broken, [], id);
      }
      assert.deepEqual((await playbookJourney(subject, all, all)).broken, []);
    });
  }
}

test('each playbook had its best host', () =>
  assert.deepEqual(
    all.filter((id) => !travelled.has(id)),
    BY_HAND,
  ));

/** A playbook's best host is the first on which it has something to do and may. */
async function startingHere(subject: LabSubject): Promise<readonly string[]> {
  const left = all.filter((id) => !travelled.has(id));
  const together = await planned(subject, left);
  const busy = left.filter((id) => together.busy.includes(id));
  if (!together.isRefused) return busy;
  const found: string[] = [];
  for (const id of busy) if (!(await planned(subject, [id])).isRefused) found.push(id);
  return found;
}

async function planned(subject: LabSubject, ids: readonly string[]) {
  const { stdout } = await subject.holdfast('plan', ...ids, '--format', 'json');
  const { changes = [], refusals = [] } = readReport(stdout);
  return {
    busy: changes.flatMap(({ parts }) => parts.map(({ playbook }) => playbook)),
    isRefused: refusals.length > 0,
  };
}
