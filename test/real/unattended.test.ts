import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BootedHost } from './lab/booted-host.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { containerHost } from './lab/container-host.ts';
import { readReport } from './lab/read-report.ts';
import { showDifferences } from './lab/show-differences.ts';
import { wrongHost } from './lab/wrong-host.ts';

const POLICY = '/etc/holdfast/policy.ini';

/** What the system's journal has of a run: messages with their priority. */
function journalOf(host: BootedHost, run: string): readonly string[] {
  const { status, stdout, stderr } = host.run('journalctl', '--output=json', '--identifier=holdfast');
  assert.equal(status, 0, stderr);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines.filter((line) => line.HOLDFAST_RUN === run).map((line) => `${line.PRIORITY} ${line.MESSAGE}`);
}

test('unattended: what a service does not bear is undone, and the system journal has each run', async () => {
  await using host = await containerHost({ ...wrongHost('bookworm'), on: 'container' });
  const holdfast = (status: number, ...args: readonly string[]) => {
    const ran = host.run('/opt/lab/node', '/opt/lab/holdfast.cjs', ...args, '--format', 'json');
    assert.equal(ran.status, status, ran.stderr);
    return { ...readReport(ran.stdout), said: ran.stderr };
  };
  const write = (path: string, text: string) => {
    const { status } = host.run('/bin/sh', '-euc', `printf %s "$2" >> "$1"`, 'sh', path, text);
    assert.equal(status, 0);
  };
  write(
    POLICY,
    `on-error = keep\nprobe-group = /bin/grep -q ^docker:.*op /etc/group\nprobe-down = /bin/false\n`,
  );
  const before = await host.look();

  const undone = holdfast(4, 'apply', '--unattended');
  assert.deepEqual([undone.status, undone.refusals?.map(({ code }) => code)], ['undone', ['probe-failed']]);
  assert.match(undone.said, /^probe-group: works$/m);
  assert.match(undone.said, /^probe-down: fails already/m);
  assert.equal(showDifferences(compareManifests(before, await host.look())), '');
  const [outcome, why] = journalOf(host, '000001');
  assert.match(outcome ?? '', /^4 Run 000001, apply, failed and was undone/);
  assert.match(why ?? '', /^4 Run 000001: The probe probe-group succeeded before and fails now/);

  const kept = host.run('sed', '-i', '/^probe-group/d', POLICY);
  assert.equal(kept.status, 0);
  const applied = holdfast(0, 'apply', '--unattended');
  const lines = journalOf(host, '000002');
  assert.equal(lines.length, 1 + (applied.changes?.length ?? 0));
  assert.match(lines[0] ?? '', /^5 Run 000002, apply, is done/);
});
