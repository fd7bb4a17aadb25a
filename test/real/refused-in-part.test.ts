import assert from 'node:assert/strict';
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { compareManifests } from './lab/compare-manifests.ts';
import { DOCKER_ROOT } from './lab/docker-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';
import { manifest } from './lab/manifest.ts';
import { showDifferences } from './lab/show-differences.ts';
import { smallRoot } from './lab/small-root.ts';

const MEMBERS = 'accounts/docker-group-members';
const REDIRECTS = 'network/icmp-redirects';

let holdfast: Holdfast;
let place: string;
let root: string;
beforeEach(async () => {
  holdfast = await builtHoldfast();
  place = mkdtempSync(join(tmpdir(), 'holdfast-in-part-'));
  root = join(place, 'root');
  smallRoot(root, DOCKER_ROOT);
  // Another name, that a change would split off: the members of the group are refused.
  linkSync(join(root, 'etc/group'), join(root, 'etc/group-too'));
});
afterEach(() => {
  rmSync(place, { recursive: true });
  holdfast[Symbol.dispose]();
});
const both = ['apply', MEMBERS, REDIRECTS, '--unattended'];

test('on-error = rollback: one playbook is refused, and nothing is done', () => {
  const was = manifest(root);
  const { status, stdout } = holdfast.run(...both, '--root', root, '--format', 'json');
  assert.deepEqual([status, JSON.parse(stdout).refusal.code], [3, 'hard-linked']);
  assert.equal(showDifferences(compareManifests(was, manifest(root))), '');
});

test('on-error = keep: what is refused is left out and listed, the rest is done, and goes back', () => {
  mkdirSync(join(root, 'etc/holdfast'));
  writeFileSync(join(root, 'etc/holdfast/policy.ini'), '[run]\non-error = keep\n');
  const was = manifest(root);
  const run = holdfast.report(5, ...both, '--root', root);
  assert.equal(run.status, 'applied');
  assert.deepEqual(
    run.leftOut?.map(({ playbook, refusals }) => [playbook, ...refusals.map(({ code }) => code)]),
    [[MEMBERS, 'hard-linked']],
  );
  const playbooks = new Set(run.changes?.flatMap(({ parts }) => parts.map(({ playbook }) => playbook)));
  assert.deepEqual([...playbooks], [REDIRECTS]);
  // What was left out is left out again, and that nothing else is to be done makes it a refusal of all.
  assert.equal(holdfast.report(3, ...both, '--root', root).refusal?.code, 'hard-linked');
  holdfast.report(0, 'rollback', '--last', '--yes', '--root', root);
  const differences = compareManifests(was, manifest(root)).filter(
    ({ path }) => !path.startsWith('/var/lib'),
  );
  assert.equal(showDifferences(differences), '');
});

test('the text of a run names what was left out, also when quiet', () => {
  const { status, stdout } = holdfast.run(...both, '--root', root, '--on-error', 'keep', '--quiet');
  assert.equal(status, 5);
  assert.match(
    stdout,
    /^Left out, with nothing of it done:\naccounts\/docker-group-members: \/etc\/group has 2/m,
  );
});
