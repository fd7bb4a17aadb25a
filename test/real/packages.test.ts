import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { brokenPackages } from '../../src/facts/broken-packages.ts';
import { dependentPackages } from '../../src/facts/dependent-packages.ts';
import { orphanedPackages } from '../../src/facts/orphaned-packages.ts';
import { parseDpkgDatabase } from '../../src/formats/dpkg-database.ts';
import { dpkgVersionOrder } from '../../src/formats/dpkg-version-order.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Path } from '../../src/model/path.ts';
import { readFacts } from '../cases/read-facts.ts';
import { type DebianChroot, debianChroot } from './lab/debian-chroot.ts';
import { type LabTools, labTools } from './lab/lab-tools.ts';
import { readReport } from './lab/read-report.ts';

let tools: LabTools;
let debian: DebianChroot;

before(async () => {
  tools = await labTools();
  debian = await debianChroot(tools.path);
  debian.sh(PACKAGES);
});
after(async () => {
  await debian?.[Symbol.asyncDispose]();
  tools?.[Symbol.dispose]();
});

/**
 * Three packages of our own: a client with a configuration file that somebody has edited, odd names, and scripts that
 * note what they are asked; one that depends on it; and one on which ssh would depend.
 */
const PACKAGES = `
  make() {
    mkdir -p /tmp/p/DEBIAN
    printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: Lab <lab@example.org>\\nDepends: %s\\nDescription: for tests\\n more\\n' "$1" "$2" "$3" > /tmp/p/DEBIAN/control
    dpkg-deb --build /tmp/p /tmp/x.deb > /dev/null
    dpkg --install /tmp/x.deb > /dev/null
    rm -r /tmp/p /tmp/x.deb
  }
  umask 022
  mkdir -p /tmp/p/DEBIAN /tmp/p/etc /tmp/p/usr/bin /tmp/p/lib/talk
  for script in preinst postinst prerm postrm; do
    printf '#!/bin/sh\\necho %s "$@" >> /var/log/talk-scripts\\n' $script > /tmp/p/DEBIAN/$script
    chmod 0755 /tmp/p/DEBIAN/$script
  done
  echo /etc/talk.conf > /tmp/p/DEBIAN/conffiles
  echo original > /tmp/p/etc/talk.conf
  echo '#!/bin/sh' > /tmp/p/usr/bin/talk
  chown root:games /tmp/p/usr/bin/talk
  chmod 2755 /tmp/p/usr/bin/talk
  echo x > "/tmp/p/lib/talk/it's \\$(a) name"
  touch -d '2021-03-04 05:06:07' /tmp/p/usr/bin/talk
  ln -s talk /tmp/p/usr/bin/otalk
  make talk 1:1.0-1 base-files
  echo edited >> /etc/talk.conf
  make talk-gui 2.0 'talk (>= 1:1.0)'
  make talk-lib 3 base-files
  mkdir -p /etc/holdfast
  printf '[run]\\nallow = best-effort-undo\\n[software/unneeded-packages]\\nunneeded = talk\\n' > /etc/holdfast/policy.ini
  chmod 0600 /etc/holdfast/policy.ini
`;
const ID = 'software/unneeded-packages';
/** All that a person would see of the packages. */
const SEEN = `
  dpkg-query --show --showformat '\${Package} \${Version} \${Status}\\n' 'talk*'
  stat --format '%n %A %U %G %Y %N' /usr/bin/*talk* /lib/talk/* 2>&1 || true
  cat /etc/talk.conf "/lib/talk/it's \\$(a) name" 2>&1 || true
  dpkg --audit
`;

function holdfast(status: number, ...args: readonly string[]) {
  const ran = debian.run('/opt/lab/node', '/opt/lab/holdfast.cjs', ...args, '--format', 'json');
  assert.equal(ran.status, status, `${args.join(' ')}: ${ran.stderr}${ran.stdout}`);
  return readReport(ran.stdout);
}

test('a package goes with what depends on it, and comes back with all that it had', () => {
  const seen = debian.sh(SEEN);
  debian.sh('apt-get -s remove talk; touch /tmp/mark; sleep 0.1');
  const { changes, refusals } = holdfast(2, 'plan', ID);
  const written = debian.sh(
    'find / -xdev -newer /tmp/mark -not -path "/proc/*" -not -path "/sys/*" -not -path "/dev/*"',
  );
  assert.equal(written, '', 'planning writes nothing');
  assert.deepEqual(
    [changes?.map(({ kind, key }) => `${kind} ${key}`), refusals],
    [['package talk-gui', 'package talk'], []],
  );

  assert.equal(holdfast(0, 'apply', '--unattended', ID).status, 'applied');
  assert.match(debian.sh(SEEN), /^talk .* deinstall ok config-files\n(?!talk-gui)/);
  assert.equal(debian.sh('cat /etc/talk.conf'), 'original\nedited\n');
  assert.deepEqual(holdfast(0, 'plan', ID).changes, []);
  holdfast(0, 'verify');

  assert.equal(holdfast(0, 'rollback', '--last', '--yes').status, 'applied');
  assert.equal(debian.sh(SEEN), seen);
  assert.equal(
    debian.sh('grep -c . /var/log/talk-scripts; tail -n 1 /var/log/talk-scripts').split('\n')[1],
    'postinst configure 1:1.0-1',
  );
  holdfast(0, 'verify');
});

test('what somebody has purged since comes back with its configuration as it was packed', () => {
  holdfast(0, 'apply', '--unattended', ID);
  debian.sh('dpkg --purge talk');
  assert.equal(holdfast(0, 'rollback', '--last', '--yes').status, 'applied');
  assert.match(debian.sh(SEEN), /^talk 1:1.0-1 install ok installed\n/);
  assert.equal(debian.sh('cat /etc/talk.conf'), 'original\nedited\n', 'it was packed as it was');
});

test('a script that fails: everything is undone', () => {
  const seen = debian.sh(SEEN);
  debian.sh('printf "#!/bin/sh\\nexit 1\\n" > /var/lib/dpkg/info/talk.prerm');
  const { status, refusals } = holdfast(4, 'apply', '--unattended', ID);
  assert.deepEqual([status, refusals?.[0]?.code], ['undone', 'command-failed']);
  assert.equal(debian.sh(SEEN), seen);
  debian.sh('printf "#!/bin/sh\\nexit 0\\n" > /var/lib/dpkg/info/talk.prerm');
});

test('killed in the middle, it is taken back from there', () => {
  const seen = debian.sh(SEEN);
  // Its own script kills whoever has asked for it, and dpkg with that: half of the package is gone by then.
  debian.sh(
    `printf '#!/bin/sh\\n[ -e /tmp/kill ] || exit 0\\nrm /tmp/kill\\nkill -9 $(cat /tmp/pid) $PPID\\n' > /var/lib/dpkg/info/talk.postrm; touch /tmp/kill`,
  );
  const killed = debian.run(
    '/bin/sh',
    '-c',
    'echo $$ > /tmp/pid; exec /opt/lab/node /opt/lab/holdfast.cjs apply --unattended software/unneeded-packages',
  );
  assert.notEqual(killed.status, 0);
  assert.notEqual(debian.sh(SEEN), seen);
  holdfast(0, 'recover');
  assert.equal(debian.sh(SEEN), seen);
});

test('another dpkg at work: nothing is changed', () => {
  const seen = debian.sh(SEEN);
  const ran = debian.run(
    '/bin/sh',
    '-c',
    `perl -e 'use Fcntl; open(F, "+>", "/var/lib/dpkg/lock-frontend"); my $l = pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die; system(@ARGV)' /opt/lab/node /opt/lab/holdfast.cjs apply --unattended ${ID} --format json`,
  );
  const [refusal] = readReport(ran.stdout).refusals ?? [];
  assert.equal(refusal?.code, 'command-failed');
  assert.match(String(refusal?.args.why), /lock.* locked by another process/);
  assert.equal(debian.sh(SEEN), seen);
});

test('what apt would do besides stops the plan', () => {
  // By name all is well, by version it is not: only apt knows.
  debian.sh(`
    sed -i '/^Package: talk-lib$/,/^$/s/^Depends:.*/Depends: talk (>= 1:1.0) | base-files (>= 999)/' /var/lib/dpkg/status
  `);
  const [refusal] = holdfast(3, 'plan', ID).refusals ?? [];
  assert.deepEqual([refusal?.code, refusal?.args.why], ['guard', 'apt-get would also remove talk-lib']);
  debian.sh(`sed -i '/^Package: talk-lib$/,/^$/s/^Depends:.*/Depends: base-files/' /var/lib/dpkg/status`);
});

test('dpkg and we read its database alike, and of a real system nothing is broken', () => {
  const { list } = parseDpkgDatabase(debian.sh('cat /var/lib/dpkg/status'), []);
  const ours = list.map(({ name, version, state, wanted, essential, source }) =>
    [name, version, wanted, state, essential ? 'yes' : 'no', source.name, source.version].join(' '),
  );
  const format =
    '${Package} ${Version} ${db:Status-Want} ${db:Status-Status} ${Essential} ${source:Package} ${source:Version}\\n';
  const theirs = debian.sh(`dpkg-query --show --showformat '${format}'`).split('\n').slice(0, -1);
  assert.deepEqual(ours.sort(), theirs.sort());
  assert.deepEqual(brokenPackages({ list, isInterrupted: false }), []);
});

test('what would go along is what apt says', () => {
  const { list } = parseDpkgDatabase(debian.sh('cat /var/lib/dpkg/status'), []);
  for (const name of ['talk', 'libnl-3-200', 'libapparmor1', 'libbpf1', 'openssl', 'iproute2']) {
    const ours = dependentPackages({ list, isInterrupted: false }, [name]).map((each) => each.name);
    const said = debian.sh(`apt-get -s remove ${name} 2>/dev/null || true`);
    const theirs = [...said.matchAll(/^Remv (\S+)/gm)]
      .map(([, each]) => each)
      .filter((each) => each !== name);
    assert.deepEqual(ours.toSorted(), theirs.toSorted(), name);
  }
});

test('what nothing needs any more is what apt would take', async () => {
  debian.sh(
    'apt-mark auto talk-gui talk libapparmor1 iproute2 openssh-server sudo acl attr busybox-static procps docker.io auditd > /dev/null',
  );
  const host = createRootedHost({ root: debian.root as Path, stateDir: null });
  const { found } = await readFacts(host, { found: orphanedPackages });
  const said = debian.sh('apt-get -s autoremove');
  const theirs = [...said.matchAll(/^Remv (\S+)/gm)].map(([, each]) => each);
  assert.ok(theirs.length > 3);
  assert.deepEqual(found, theirs.toSorted());
});

test('versions are ordered as dpkg orders them', () => {
  const versions = [
    '1.0',
    '1.0-1',
    '1.0~rc1-1',
    '1:0.9',
    '1.0+b1',
    '1.0-1+deb12u10',
    '1.0-1+deb12u9',
    '1.0a',
    '1.00',
    '0',
  ];
  const pairs = versions.flatMap((a) => versions.map((b) => [a, b] as const));
  const script = pairs
    .map(
      ([a, b]) =>
        `if dpkg --compare-versions '${a}' lt '${b}'; then echo -1; elif dpkg --compare-versions '${a}' eq '${b}'; then echo 0; else echo 1; fi`,
    )
    .join('\n');
  const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  assert.deepEqual(
    pairs.map(([a, b]) => `${a} ${b} ${Math.sign(dpkgVersionOrder(a, b))}`),
    stdout
      .trimEnd()
      .split('\n')
      .map((sign, i) => `${pairs[i]?.join(' ')} ${sign}`),
  );
});
