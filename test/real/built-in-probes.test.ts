import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '../../src/model/refusal.ts';
import docker13 from './hosts/docker-13.ts';
import { programInside } from './lab/program-inside.ts';

/** At level 7 something else breaks when it is reloaded; at any other it is mended. */
const UNIT = `[Service]
ExecStart=/bin/sleep infinity
ExecReload=/bin/sh -c 'if grep -qx 7 /etc/level; then sh /etc/breaks; else sh /etc/mends; fi'
`;
const BREAKS: readonly (readonly [breaks: string, mends: string, probe: RegExp])[] = [
  ['systemctl stop ssh.service', 'systemctl start ssh.service', /^SSH at 127\.0\.0\.1:22$/],
  ['docker stop --time=0 web', 'docker start web', /^published port (?:127\.0\.0\.1|::1):8080$/],
];

test('what works without being configured must work after a run, or all of it is undone', async () => {
  const host = {
    ...docker13,
    entries: {
      'etc/level': { text: '3\n' },
      'etc/systemd/system/level.service': { text: UNIT },
    },
  };
  await using lab = await programInside<
    null,
    { status: string; refusals: readonly Refusal[]; told: unknown[] }
  >(host, 'level-inside.ts');
  const shell = (script: string) => {
    const { status, stdout, stderr } = lab.booted.run('/bin/sh', '-euc', script);
    assert.equal(status, 0, `${script}: ${stderr}`);
    return stdout;
  };
  shell('systemctl start level.service');
  for (const [breaks, mends, probe] of BREAKS) {
    shell(`echo '${breaks}' > /etc/breaks; echo '${mends}' > /etc/mends`);
    const { status, refusals, told } = lab.ask(null);
    assert.equal(status, 'undone', JSON.stringify(refusals));
    const [red] = refusals;
    assert.ok(red?.code === 'probe-failed', JSON.stringify(refusals));
    assert.match(red.args.probe, probe);
    // What is built in is heard of when it turns red, and not before.
    assert.deepEqual(told, []);
    assert.equal(shell('cat /etc/level'), '3\n');
  }
  // What did not work before is no reason.
  shell('systemctl stop ssh.service; echo true > /etc/breaks');
  assert.equal(lab.ask(null).status, 'applied');
});
