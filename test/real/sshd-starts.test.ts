import assert from 'node:assert/strict';
import { test } from 'node:test';
import host from './hosts/stock-13.ts';
import { containerHost } from './lab/container-host.ts';
import { readReport } from './lab/read-report.ts';

const ID = 'ssh/authentication';
const HOLDFAST = ['/opt/lab/node', '/opt/lab/holdfast.cjs'] as const;
const DROP_IN = '/etc/ssh/sshd_config.d/00-holdfast.conf';
const OTHER = '/etc/ssh/sshd_config.d/60-other.conf';

test('a plan with which sshd would not start is refused, by file and line; one with which it does is applied and reloaded', async () => {
  await using container = await containerHost(host);
  const run = (...command: readonly string[]) => container.run(...command);
  const write = (path: string, text: string) => run('/bin/sh', '-c', `printf '${text}' > ${path}`);

  for (const [text, why] of [
    [
      '# ours\\nMatch User x\\nUsePAM no\\n',
      `${OTHER} line 3: Directive 'UsePAM' is not allowed within a Match block`,
    ],
    ['NoSuchWord 1\\n', `${OTHER} line 1: Bad configuration option: NoSuchWord`],
  ] as const) {
    write(OTHER, text);
    const { status, stdout } = await run(...HOLDFAST, 'plan', ID, '--format', 'json');
    assert.equal(status, 3, stdout);
    const [refusal] = readReport(stdout).refusals ?? [];
    assert.equal(refusal?.code, 'candidate-invalid');
    assert.ok(stdout.includes(why), stdout);
  }

  run('mkdir', '-p', '/etc/holdfast');
  write('/etc/holdfast/policy.ini', '[run]\\nconfirm = probes\\nprobe = /bin/true\\n');
  write(OTHER, 'Match User x Address 10.0.0.0/8\\nX11Forwarding no\\n');
  const before = await run('systemctl', 'show', '-P', 'MainPID', 'ssh.service');
  const { status, stderr } = await run(...HOLDFAST, 'apply', '--unattended', ID);
  assert.equal(status, 0, stderr);
  assert.equal((await run('stat', '-c', '%a %U', DROP_IN)).stdout, '600 root\n');
  assert.match((await run('sshd', '-T')).stdout, /^passwordauthentication no$/m);
  assert.equal((await run('systemctl', 'show', '-P', 'MainPID', 'ssh.service')).stdout, before.stdout);
  // What is loaded is what the daemon itself says to who knocks.
  const methods = async () => {
    const { stderr: said } = await run(
      'ssh',
      '-o',
      'BatchMode=yes',
      '-o',
      'StrictHostKeyChecking=no',
      'root@127.0.0.1',
    );
    return /Permission denied \((.*)\)/.exec(said)?.[1];
  };
  assert.equal(await methods(), 'publickey');
  assert.equal((await run(...HOLDFAST, 'rollback', '--last', '--yes')).status, 0);
  assert.equal((await run('test', '-e', DROP_IN)).status, 1);
  assert.equal(await methods(), 'publickey,password');
});
