import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/software/docker-engine-version.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';

const LISTS = '/var/lib/apt/lists';
const DOCKER = `${LISTS}/download.docker.com_linux_debian_dists_bookworm`;
const CE = '5:29.3.1-1~debian.12~bookworm';
const ASKED = [
  '/usr/bin/docker',
  'version',
  '--format',
  '{{range .Server.Components}}{{println .Name .Version}}{{end}}',
] as const;
const POLICY = [
  '/usr/bin/apt-cache',
  '-o',
  'Dir::Cache::pkgcache=',
  '-o',
  'Dir::Cache::srcpkgcache=',
  'policy',
] as const;

interface Case {
  readonly type?: 'live' | 'image';
  /** `name version wanted`. */
  readonly packages: readonly string[];
  /** What Docker's archive offers. */
  readonly offers?: readonly string[];
  readonly entries?: NonNullable<WrittenHost['entries']>;
  /** Versions by component, in the engine's words. */
  readonly running?: { readonly [component: string]: string };
  readonly observations?: NonNullable<WrittenHost['observations']>;
  readonly argv?: readonly string[];
}

const paragraph = (each: string, isStatus: boolean) => {
  const [name, version, wanted = 'install'] = each.split(' ');
  const status = isStatus ? `Status: ${wanted} ok installed\n` : '';
  return `Package: ${name}\n${status}Version: ${version}\nArchitecture: amd64\n\n`;
};

function written({
  type = 'live',
  packages,
  offers,
  entries,
  running,
  observations = [],
  argv,
}: Case): WrittenHost {
  const argvOfDaemon = argv ?? ['/usr/bin/dockerd', '-H', 'fd://'];
  const processes = running === undefined ? [] : [{ pid: 9, uid: 0, gids: [0], argv: argvOfDaemon }];
  const says = Object.entries(running ?? {})
    .map(([name, version]) => `${name} ${version}\n`)
    .join('');
  return {
    type,
    entries: {
      '/usr/bin/docker': '',
      '/usr/bin/dockerd': '',
      '/usr/bin/apt-cache': '',
      '/var/lib/dpkg/status': packages.map((each) => paragraph(each, true)).join(''),
      ...(offers === undefined
        ? {}
        : {
            [`${DOCKER}_InRelease`]: 'Origin: Docker\nLabel: Docker CE\nSuite: bookworm\n',
            [`${DOCKER}_stable_binary-amd64_Packages`]: offers.map((each) => paragraph(each, false)).join(''),
          }),
      ...entries,
    },
    observations: [
      [{ type: 'processes' }, JSON.stringify(processes)],
      ...(running === undefined ? [] : ([[{ type: 'command', argv: [...ASKED] }, says]] as const)),
      ...observations,
    ],
  };
}

async function assess(given: Case) {
  const facts = await readFacts(createMemoryHost(written(given)), playbook.facts);
  const applies = playbook.applies?.({ facts, params: {} });
  assert.equal(applies, true);
  return playbook.assess({ facts, params: {} });
}

async function verdicts(given: Case): Promise<{ [object: string]: string }> {
  return Object.fromEntries((await assess(given)).map(({ object, verdict }) => [object, verdict]));
}

async function one(given: Case, object: string) {
  const found = (await assess(given)).find((each) => each.object === object);
  assert.ok(found, object);
  return found;
}

const NEW = { Engine: '29.3.1', containerd: 'v2.2.1', runc: '1.3.4' };

test('the newest of its archive, and running', async () => {
  const given = {
    packages: [`docker-ce ${CE}`, 'containerd.io 2.2.1-1~debian.12~bookworm'],
    offers: [
      `docker-ce ${CE}`,
      'docker-ce 5:28.5.2-1~debian.12~bookworm',
      'containerd.io 2.2.1-1~debian.12~bookworm',
    ],
    running: NEW,
  };
  assert.deepEqual(await verdicts(given), {
    'package:containerd.io': 'met',
    'package:docker-ce': 'met',
    'engine:running': 'met',
    'advisory:CVE-2024-25621': 'met',
    'advisory:CVE-2025-31133': 'met',
    'advisory:CVE-2026-34040': 'met',
  });
});

test('a newer one is offered: the commands are those of this host, with what the way crosses', async () => {
  const given = {
    packages: ['docker-ce 5:28.5.2-1~debian.12~bookworm hold'],
    offers: [`docker-ce ${CE}`, 'docker-ce 5:29.0.0-1~debian.12~bookworm'],
  };
  const { verdict, steps } = await one(given, 'package:docker-ce');
  assert.equal(verdict, 'manual');
  assert.deepEqual(steps, [
    'before that, see that nothing here needs it: with 29 clients that speak an API older than 1.44 are refused until 29.3 (1.40 from then on); https://docs.docker.com/engine/release-notes/29/',
    'find out why it is on hold, then: apt-mark unhold docker-ce',
    'choose a time at which every container may stop, and drain the node where it is one of a swarm',
    `apt-get install --only-upgrade 'docker-ce=${CE}' docker-ce-cli docker-ce-rootless-extras`,
    "back again: apt-get install --allow-downgrades 'docker-ce=5:28.5.2-1~debian.12~bookworm'; data that a newer engine has written may not be readable then",
  ]);
});

test('live-restore covers a patch release, and nothing more', async () => {
  const live = { '/etc/docker/daemon.json': '{"live-restore": true}' };
  const from = (version: string) => ({
    packages: [`docker-ce 5:${version}-1`],
    offers: ['docker-ce 5:29.3.1-1'],
    entries: live,
  });
  const says = async (given: Case) => (await one(given, 'package:docker-ce')).steps?.join('\n') ?? '';
  assert.match(await says(from('29.3.0')), /containers keep running: live-restore/);
  assert.match(await says(from('29.2.1')), /every container may stop/);
  const flag = {
    ...from('29.3.0'),
    entries: {},
    argv: ['/usr/bin/dockerd', '--live-restore', '-H', 'fd://'],
  };
  assert.match(await says({ ...flag, running: NEW }), /containers keep running: live-restore/);
  const off = { ...from('29.3.0'), entries: { '/etc/docker/daemon.json': '{"live-restore": false}' } };
  assert.match(await says(off), /every container may stop/);
});

test('an upgrade without a restart leaves the old engine running', async () => {
  const given = {
    packages: [`docker-ce ${CE}`],
    offers: [`docker-ce ${CE}`],
    running: { ...NEW, Engine: '29.3.0' },
  };
  const found = await one(given, 'engine:running');
  assert.deepEqual([found.verdict, found.pending], ['pending', 'restart']);
});

test('a daemon that does not run is not asked, since asking would start it', async () => {
  const given = { packages: [`docker-ce ${CE}`], offers: [`docker-ce ${CE}`] };
  assert.deepEqual(await verdicts(given), {
    'package:docker-ce': 'met',
    'advisory:CVE-2026-34040': 'met',
  });
});

test('a daemon that does not answer is unknown; what is installed is judged all the same', async () => {
  const given = {
    packages: [`docker-ce ${CE}`],
    offers: [`docker-ce ${CE}`],
    observations: [
      [{ type: 'processes' }, '[{"pid":9,"uid":0,"gids":[0],"argv":["/usr/bin/dockerd"]}]'],
    ] as NonNullable<WrittenHost['observations']>,
  };
  assert.equal((await verdicts(given))['engine:running'], 'unknown');
  assert.equal((await verdicts(given))['package:docker-ce'], 'met');
});

const POLICY_SAYS = (
  candidate: string,
  source = 'http://deb.debian.org/debian bookworm/main amd64 Packages',
) =>
  `docker.io:\n  Installed: 20.10.24+dfsg1-1\n  Candidate: ${candidate}\n  Version table:\n     ${candidate} 500\n        500 ${source}\n`;
const DEBIAN = {
  [`${LISTS}/deb.debian.org_debian_dists_bookworm_InRelease`]:
    'Origin: Debian\nLabel: Debian\nCodename: bookworm\n',
  [`${LISTS}/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages.lz4`]: 'x',
};
const distribution = (candidate: string, source?: string): Case => ({
  packages: ['docker.io 20.10.24+dfsg1-1'],
  entries: DEBIAN,
  running: { Engine: '20.10.24+dfsg1', containerd: '1.6.20~ds1', runc: '1.1.5+ds1' },
  observations: [[{ type: 'command', argv: [...POLICY, 'docker.io'] }, POLICY_SAYS(candidate, source)]],
});

test("a distribution's build is judged by its candidate, and by no number of the project's", async () => {
  assert.deepEqual(await verdicts(distribution('20.10.24+dfsg1-1')), {
    'package:docker.io': 'met',
    'engine:running': 'met',
  });
  const fixed = await one(distribution('20.10.24+dfsg1-1+deb12u1'), 'package:docker.io');
  assert.equal(fixed.verdict, 'manual');
  assert.match(
    fixed.steps?.join('\n') ?? '',
    /apt-get install --only-upgrade docker\.io=20\.10\.24\+dfsg1-1\+deb12u1$/m,
  );
});

test('what no archive offers is upgraded by nobody', async () => {
  const gone = distribution('20.10.24+dfsg1-1', '/var/lib/dpkg/status');
  const found = await one(
    {
      ...gone,
      observations:
        gone.observations?.map(([what, says]) => [what, says.replace('500 /var', '100 /var')]) ?? [],
    },
    'package:docker.io',
  );
  assert.equal(found.verdict, 'manual');
  assert.match(found.steps?.[1] ?? '', /nothing upgrades it/);
  const without = await one({ packages: [`docker-ce ${CE}`] }, 'package:docker-ce');
  assert.equal(without.verdict, 'manual');
});

test('floors: one fixed release per line, and a line without one has no fix', async () => {
  const runc = async (version: string) =>
    (
      await verdicts({
        packages: [`docker-ce ${CE}`, 'containerd.io 2.2.1-1'],
        offers: [],
        running: { ...NEW, runc: version },
      })
    )['advisory:CVE-2025-31133'];
  const table = {
    '1.2.7': 'manual',
    '1.2.8': 'met',
    '1.1.15': 'manual',
    '1.3.2': 'manual',
    '1.3.3': 'met',
    '1.4.0-rc.2': 'manual',
    '1.4.0-rc.3': 'met',
    '1.4.0': 'met',
    '1.10.0': 'met',
  };
  for (const [version, verdict] of Object.entries(table)) assert.equal(await runc(version), verdict, version);
});

test('a hole that needs an option concerns those who set it', async () => {
  const given = (entries: NonNullable<WrittenHost['entries']>, argv?: readonly string[]) => ({
    packages: ['docker-ce 5:28.5.2-1'],
    offers: ['docker-ce 5:28.5.2-1'],
    running: { ...NEW, Engine: '28.5.2' },
    entries,
    ...(argv === undefined ? {} : { argv }),
  });
  const verdict = async (...from: Parameters<typeof given>) =>
    (await verdicts(given(...from)))['advisory:CVE-2026-34040'];
  assert.equal(await verdict({}), 'met');
  assert.equal(await verdict({ '/etc/docker/daemon.json': '{"authorization-plugins": ["opa"]}' }), 'manual');
  assert.equal(await verdict({}, ['/usr/bin/dockerd', '--authorization-plugin=opa']), 'manual');
});

test('an engine that no package brought is kept current by nobody', async () => {
  const found = await verdicts({ packages: [], running: { ...NEW, runc: '1.1.0' } });
  assert.equal(found['engine:package'], 'manual');
  assert.equal(found['advisory:CVE-2025-31133'], 'manual');
});

test('an image is judged by its lists, where these can be read; apt is not run there', async () => {
  const given: Case = { type: 'image', packages: [`docker-ce ${CE}`], offers: [`docker-ce ${CE}`] };
  assert.deepEqual(await verdicts(given), { 'package:docker-ce': 'met', 'advisory:CVE-2026-34040': 'met' });
  const big = await one({ type: 'image', packages: ['docker.io 1-1'], entries: DEBIAN }, 'package:docker.io');
  assert.equal(big.verdict, 'manual');
  assert.match(big.steps?.[0] ?? '', /while the image is built/);
  const partly = (offered: string): Case => ({
    type: 'image',
    packages: ['docker.io 1-2'],
    offers: [`docker.io ${offered}`],
    entries: DEBIAN,
  });
  const says = async (offered: string) =>
    (await one(partly(offered), 'package:docker.io')).steps?.join(' ') ?? '';
  assert.match(
    await says('1-1'),
    /while the image is built/,
    'the list that was not read may have a newer one',
  );
  assert.match(await says('1-3'), /docker\.io=1-3/);
});

test('a version that says more than it should is one word of a shell', async () => {
  const found = await one(
    { packages: ['docker-ce 1-1'], offers: ['docker-ce 2-1;$(reboot)'] },
    'package:docker-ce',
  );
  assert.match(found.steps?.join('\n') ?? '', /'docker-ce=2-1;\$\(reboot\)'/);
});

test('without Docker it does not apply', async () => {
  const facts = await readFacts(createMemoryHost({ type: 'image', entries: {} }), playbook.facts);
  assert.equal(playbook.applies?.({ facts, params: {} }), 'Docker is not installed');
});
