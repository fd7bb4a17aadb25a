import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import docker12 from './hosts/docker-12.ts';
import docker13 from './hosts/docker-13.ts';
import { containerHost } from './lab/container-host.ts';
import { kernelSettings } from './lab/kernel-settings.ts';
import { leftOut } from './lab/left-out.ts';
import { runTool } from './lab/run-tool.ts';
import { workload } from './lab/workload.ts';
import { workloadProbe } from './lab/workload-probe.ts';

const HOSTS = { '20.10': docker12, '26.1': docker13 };
const ALL = workload.probes.map(({ name }) => name);
const OUTSIDE = 'the published port, from outside';
const PUBLISHED = [OUTSIDE, 'the published port, at the own address', 'the published port, at localhost'];
const NAME = 'a name on the own network';
const OTHER = 'another on the own network';
const GATEWAY = 'the gateway of the default network';
const OUT = ['outside, from the default network', 'outside, from the own network'];

/** What breaks something, which probes must then fail, and what mends it. */
const BREAKS: readonly { breaks: string; fails: readonly string[]; mends: string }[] = [
  { breaks: 'docker stop web', fails: PUBLISHED, mends: 'docker start web' },
  {
    breaks: 'iptables -I INPUT -i lo -p tcp --dport 8080 -j DROP',
    fails: ['the published port, at localhost'],
    mends: 'iptables -D INPUT -i lo -p tcp --dport 8080 -j DROP',
  },
  {
    breaks: 'iptables -t nat -I OUTPUT -d 10.203.0.2 -j ACCEPT; iptables -I INPUT -d 10.203.0.2 -j DROP',
    fails: ['the published port, at the own address'],
    mends: 'iptables -t nat -D OUTPUT -d 10.203.0.2 -j ACCEPT; iptables -D INPUT -d 10.203.0.2 -j DROP',
  },
  {
    breaks: 'sysctl -q -w net.ipv4.ip_forward=0',
    fails: [OUTSIDE, ...OUT],
    mends: 'sysctl -q -w net.ipv4.ip_forward=1',
  },
  {
    breaks: 'iptables -I DOCKER-USER -i host0 -p tcp -j DROP',
    fails: [OUTSIDE],
    mends: 'iptables -D DOCKER-USER -i host0 -p tcp -j DROP',
  },
  {
    breaks: 'iptables -I INPUT -i docker0 -p icmp -j DROP',
    fails: [GATEWAY],
    mends: 'iptables -D INPUT -i docker0 -p icmp -j DROP',
  },
  { breaks: 'docker pause backend', fails: [OTHER], mends: 'docker unpause backend' },
  {
    breaks: 'docker network disconnect inner backend',
    fails: [NAME, OTHER],
    mends: 'docker network connect --ip=10.204.0.10 inner backend',
  },
  {
    breaks: 'docker network disconnect inner frontend',
    fails: [NAME, OTHER, OUT[1] ?? ''],
    mends: 'docker network connect inner frontend',
  },
  {
    breaks: 'docker exec store rm /data/written',
    fails: ['the volume'],
    mends: workload.written,
  },
  {
    breaks: 'systemctl stop docker.socket docker.service',
    fails: ALL,
    mends: 'systemctl start docker.socket docker.service',
  },
];

/** This machine's, where nothing may change: kernel settings, interfaces. */
function machine(): readonly string[] {
  const run = (...[program = '', ...args]: readonly string[]) =>
    spawnSync(program, args, { encoding: 'utf8' });
  const settings = kernelSettings(run, leftOut().sysctls);
  return [
    ...[...settings].map(([name, value]) => `${name} = ${value}`),
    runTool('ip', ['-brief', 'link']).toString(),
  ];
}

for (const [version, host] of Object.entries(HOSTS)) {
  test(`Docker ${version} runs the workload, and every probe says what does not work`, async () => {
    const before = machine();
    {
      await using lab = await containerHost(host);
      const shell = (script: string) => {
        const { status, stderr, stdout } = lab.run('/bin/sh', '-euc', script);
        assert.equal(status, 0, `${script}: ${stderr}`);
        return stdout;
      };
      assert.ok(shell('docker version --format {{.Server.Version}}').startsWith(`${version}.`));
      assert.deepEqual(workloadProbe(lab), ALL);
      for (const { breaks, fails, mends } of BREAKS) {
        shell(breaks);
        const working = workloadProbe(lab);
        assert.deepEqual(
          ALL.filter((name) => !working.includes(name)),
          fails,
          breaks,
        );
        shell(mends);
      }
      assert.deepEqual(workloadProbe(lab), ALL);
      await lab.reboot();
      assert.deepEqual(workloadProbe(lab), ALL);
    }
    assert.deepEqual(machine(), before);
  });
}
