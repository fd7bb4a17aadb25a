import assert from 'node:assert/strict';
import { test } from 'node:test';
import packetFilter from './hosts/packet-filter.ts';
import type { BootedHost } from './lab/booted-host.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { containerHost } from './lab/container-host.ts';
import type { LabHost } from './lab/lab-host.ts';
import { readReport } from './lab/read-report.ts';
import { showDifferences } from './lab/show-differences.ts';
import { workload } from './lab/workload.ts';
import { workloadProbe } from './lab/workload-probe.ts';

const ALL = workload.probes.map(({ name }) => name);
const PLAYBOOKS = [
  'network/host-firewall-ranges',
  'network/published-port-exposure',
  'network/listening-ports',
];
/** With who confirms what could cut somebody off. */
const TOOL = `
  policy=/run/lab.ini
  { cat /etc/holdfast/policy.ini; printf '\\n[run]\\nconfirm = probes\\nprobe = /bin/true\\n'; } > $policy
  exec /opt/lab/node /opt/lab/holdfast.cjs "$@" --policy $policy --format json
`;
/** A program of the host's own that others should not reach, and a container that nobody has allowed to; both up. */
const LIVE = `
  systemd-run --quiet --unit=leftover busybox httpd -f -p 9999 -h /etc
  docker run --detach --init --name=unlisted --restart=always --publish=8081:80 lab sh -c 'exec httpd -f -h /etc'
  for port in 9999 8081; do
    timeout 30 sh -c "until busybox wget -q -O /dev/null http://127.0.0.1:$port/hostname; do sleep 0.2; done"
  done
`;

/** So often in a few minutes is more than its unit allows. */
const RESTART_DOCKER = 'systemctl reset-failed docker && systemctl restart docker';

function at(host: BootedHost) {
  const holdfast = (status: number, ...args: readonly string[]) => {
    const ran = host.run('/bin/sh', '-uc', TOOL, 'sh', ...args);
    assert.equal(ran.status, status, `${args.join(' ')}: ${ran.stderr}${ran.stdout}`);
    return readReport(ran.stdout);
  };
  return {
    apply: () => assert.equal(holdfast(0, 'apply', ...PLAYBOOKS, '--unattended').status, 'applied'),
    rollback: () => holdfast(0, 'rollback', '--last', '--yes'),
    verdicts: () => {
      const { requirements = [] } = holdfast(2, 'scan', ...PLAYBOOKS);
      return requirements.map(({ object, verdict }) => `${object} ${verdict}`).sort();
    },
    plan: () => holdfast(0, 'plan', ...PLAYBOOKS).changes,
    shell: (script: string) => {
      const { status, stderr, stdout } = host.run('/bin/sh', '-euc', script);
      assert.equal(status, 0, `${script}: ${stderr}`);
      return stdout;
    },
    /** Of these ports, those that another machine reaches, from an address of the test's choice. */
    reached: (from: string, ...ports: readonly number[]) =>
      ports.filter((port) => {
        const connect = `exec 3<> /dev/tcp/10.203.0.2/${port}`;
        host.outside('ip', 'address', 'add', `${from}/32`, 'dev', 've-lab');
        host.outside('ip', 'route', 'replace', '10.203.0.2/32', 'dev', 've-lab', 'src', from);
        host.run('ip', 'route', 'replace', `${from}/32`, 'dev', 'host0');
        return host.outside('timeout', '2', 'bash', '-c', connect).status === 0;
      }),
  };
}

for (const release of ['bookworm', 'trixie'] as const) {
  test(`${release}: others reach what is allowed, containers work as before, and all of it goes back`, async () => {
    const lab: LabHost = { ...packetFilter, release };
    await using host = await containerHost(lab);
    const { apply, rollback, verdicts, plan, shell, reached } = at(host);
    shell(LIVE);
    const [INSIDE, ELSEWHERE] = ['10.203.0.1', '192.0.2.7'];
    assert.deepEqual(reached(ELSEWHERE, 22, 8080, 8081, 9999), [22, 8080, 8081, 9999]);
    assert.deepEqual(verdicts(), [
      'filter:input unmet',
      'listener:tcp/9999 manual',
      'port:tcp/22 unmet',
      'published:others unmet',
      'published:tcp/8080 met',
      'published:tcp/8081 unmet',
    ]);
    const before = await host.look();
    const tables = shell('nft list tables');

    apply();
    assert.deepEqual(verdicts(), [
      'filter:input met',
      'listener:tcp/9999 manual',
      'port:tcp/22 met',
      'published:others met',
      'published:tcp/8080 met',
      'published:tcp/8081 met',
    ]);
    assert.deepEqual(plan(), []);
    const right = () => {
      assert.deepEqual(reached(INSIDE, 22, 8080, 8081, 9999), [22, 8080]);
      assert.deepEqual(reached(ELSEWHERE, 22, 8080, 8081, 9999), [8080]);
      assert.deepEqual(workloadProbe(host), ALL);
    };
    right();

    // What is made later is kept out as well, and Docker makes its own rules anew as ever.
    shell('docker run --detach --init --name=later --publish=8082:80 lab sh -c "exec httpd -f -h /etc"');
    assert.deepEqual(reached(INSIDE, 8082), []);
    shell(`docker rm --force later; ${RESTART_DOCKER}`);
    right();
    // Its file begins with `flush ruleset`: ours is back, and Docker's rules are dockerd's to make again.
    shell(`systemctl restart nftables && ${RESTART_DOCKER}`);
    right();
    shell(`systemctl reload nftables && ${RESTART_DOCKER} && systemctl stop nftables`);
    shell(`systemctl start nftables && ${RESTART_DOCKER}`);
    right();
    shell(`systemctl stop nftables.service; systemctl start holdfast-nftables.service; ${RESTART_DOCKER}`);
    right();
    await host.reboot();
    shell('systemd-run --quiet --unit=leftover busybox httpd -f -p 9999 -h /etc');
    right();

    rollback();
    assert.deepEqual(reached(ELSEWHERE, 22, 8080, 8081, 9999), [22, 8080, 8081, 9999]);
    assert.deepEqual(workloadProbe(host), ALL);
    const etc = (manifest: typeof before) =>
      new Map([...manifest].filter(([path]) => path.startsWith('/etc/')));
    assert.equal(showDifferences(compareManifests(etc(before), etc(await host.look()))), '');
    assert.deepEqual(shell('nft list tables').split('\n').sort(), tables.split('\n').sort());
  });
}
