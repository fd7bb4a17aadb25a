import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareManifests } from './lab/compare-manifests.ts';
import type { Candidate } from './lab/guard-inside.ts';
import { guardedHost } from './lab/guarded-host.ts';
import { showDifferences } from './lab/show-differences.ts';

const daemon = (options: object): Candidate => ({ '/etc/docker/daemon.json': JSON.stringify(options) });
const unit = (text: string): Candidate => ({ '/etc/systemd/system/docker.service': text });
const STARTED_WITH = (flags: string) => `[Service]\nExecStart=/usr/sbin/dockerd ${flags}\n`;

const GOOD: readonly Candidate[] = [
  daemon({ 'log-driver': 'local', icc: false }),
  daemon({ 'userns-remap': 'default' }),
  { ...unit(STARTED_WITH('-H fd://')), '/etc/docker/daemon.json': '{"labels": ["a=b"]}' },
  { '/etc/default/docker': 'DOCKER_OPTS="--label=a=b"\n' },
];
const CONFLICTS: readonly (readonly [Candidate, RegExp])[] = [
  [
    daemon({ hosts: ['unix:///run/other.sock'] }),
    /"hosts" is set by a flag in \S+docker\.service:\d+ and by \S+json:1/,
  ],
  [
    { ...unit(STARTED_WITH('--log-driver local')), ...daemon({ 'log-driver': 'local' }) },
    /"log-driver" is set/,
  ],
  [
    { '/etc/default/docker': 'DOCKER_OPTS="--label=a=b"\n', ...daemon({ labels: ['a=b'] }) },
    /"labels" is set/,
  ],
];
/** Only an engine that can check its configuration knows these. */
const VALIDATED: readonly (readonly [Candidate, RegExp])[] = [
  [daemon({ 'log-drivr': 'local' }), /--validate: .*log-drivr/],
  [daemon({ 'userns-remap': 'nobody-there' }), /--validate: .*nobody-there/],
  [unit(STARTED_WITH('-H fd:// --no-such-flag')), /--validate: .*no-such-flag/],
];

for (const [release, isValidated] of [
  ['bookworm', false],
  ['trixie', true],
] as const) {
  test(`${release}: dockerd would start, or the plan is refused; nothing is left`, async () => {
    await using host = await guardedHost({ release, about: '', on: 'container' });
    const before = await host.booted.look();
    const bad = [...CONFLICTS, ...VALIDATED];
    const answers = host.ask([...GOOD, ...bad.map(([candidate]) => candidate)]);
    assert.equal(showDifferences(compareManifests(before, await host.booted.look())), '');
    assert.deepEqual(answers.slice(0, GOOD.length).flat(), []);
    for (const [i, [candidate, expected]] of bad.entries()) {
      const said = JSON.stringify(answers[GOOD.length + i]).replaceAll('\\"', '"');
      if (i < CONFLICTS.length || isValidated) assert.match(said, expected, JSON.stringify(candidate));
      else assert.equal(said, '[]');
    }
  });
}
