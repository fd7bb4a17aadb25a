import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { callsOnHost } from '../../faults/lab/calls-on-host.ts';
import { runWithFault } from '../../faults/lab/run-with-fault.ts';
import { compareLiveStates } from '../lab/compare-live-states.ts';
import { compareManifests } from '../lab/compare-manifests.ts';
import { builtHoldfast, enteredHoldfast, type Holdfast } from '../lab/holdfast.ts';
import { type LiveLab, liveLab } from '../lab/live-lab.ts';
import { type LiveState, liveState } from '../lab/live-state.ts';
import { MADE_WRONG } from '../lab/made-wrong.ts';
import { makeWrong } from '../lab/make-wrong.ts';
import { type Manifest, manifest } from '../lab/manifest.ts';
import { showDifferences } from '../lab/show-differences.ts';

/**
 * Those that find something wrong in what was made so. Its programs are this machine's, which may have no sshd, and its
 * audit rules: what others would put right here is nobody's business. PAM's modules are below /usr, which is looked at
 * here as a layer.
 */
const WRONG_HERE = MADE_WRONG.filter(
  (id) =>
    id !== 'accounts/login-failure-lockout' && (id !== 'ssh/authentication' || existsSync('/usr/sbin/sshd')),
);
/** Somebody's, loaded between ours and to be left alone. */
const FOREIGN = `holdfast-lab-${process.pid}`;
const KEYS = ['holdfast-docker-binaries', 'holdfast-docker-files', FOREIGN];

/** Docker's programs and units, over the machine's /usr; in memory, as a layer of an overlay cannot lie on another. */
const DOCKER = `
  mkdir -p /run/usr/upper /run/usr/work
  mount -t overlay -o lowerdir=/usr,upperdir=/run/usr/upper,workdir=/run/usr/work lab /usr
  for program in bin/containerd bin/docker sbin/dockerd sbin/runc; do cp /bin/true /usr/$program; done
  cd /usr/lib/systemd/system
  printf '[Socket]\\nListenStream=/run/docker.sock\\nSocketMode=0660\\nSocketGroup=docker\\n' > docker.socket
  printf '[Service]\\nExecStart=/usr/sbin/dockerd -H fd://\\n' > docker.service
`;

/** A kernel setting of an interface of the lab. */
const OF_LAB = /^sysctl net\.(?:ipv4|ipv6|mpls)\.(?:conf|neigh)\.lab/;

/** All that is compared: files, kernel settings, audit rules. */
interface State {
  readonly files: Manifest;
  readonly live: LiveState;
}

describe('on a live system, there and back', () => {
  let built: Holdfast;
  let lab: LiveLab;
  let holdfast: Holdfast;
  let place: string;
  let loaded: string;
  let wrong: State;
  before(async () => {
    built = await builtHoldfast();
    place = mkdtempSync(join(tmpdir(), 'holdfast-live-'));
    loaded = execFileSync('auditctl', ['-l'], { encoding: 'utf8' });
  });
  beforeEach(async () => {
    lab = await liveLab();
    holdfast = enteredHoldfast(built, lab.enter);
    shell(DOCKER);
    makeWrong('/', lab.enter);
    shell(`auditctl -w /etc/docker -p r -k ${FOREIGN}`);
    wrong = look();
  });
  afterEach(async () => {
    // The rules are the machine's, so they go whatever has happened.
    for (const key of KEYS) execFileSync('auditctl', ['-D', '-k', key]);
    await lab[Symbol.asyncDispose]();
    assert.equal(execFileSync('auditctl', ['-l'], { encoding: 'utf8' }), loaded);
  });
  after(() => {
    rmSync(place, { recursive: true });
    built[Symbol.dispose]();
  });

  const shell = (script: string) => {
    const ran = lab.run('/bin/sh', '-euc', script);
    assert.equal(ran.status, 0, ran.stderr);
    return ran.stdout;
  };
  const look = (): State => ({
    files: new Map([...manifest(lab.root, '/etc'), ...manifest(lab.root, '/run/usr/upper')]),
    live: liveState(lab),
  });
  const same = (was: State, is: State) => {
    assert.equal(showDifferences(compareManifests(was.files, is.files)), '');
    assert.deepEqual(compareLiveStates(was.live, is.live), []);
  };
  const redirectsOf = (name: string) =>
    shell(`cd /proc/sys/net; cat ipv4/conf/${name}/*_redirects ipv6/conf/${name}/accept_redirects`);

  test('by run: files, kernel settings of every interface and audit rules; a second apply writes nothing', () => {
    for (const looking of ['scan', 'plan']) {
      const { status, calls } = runWithFault([...lab.enter, ...built.command, looking, ...WRONG_HERE]);
      assert.deepEqual([status, callsOnHost(calls)], [2, []], looking);
    }
    const planned = holdfast.report(2, 'plan', ...WRONG_HERE);
    const playbooks = new Set(planned.changes?.flatMap(({ parts }) => parts.map(({ playbook }) => playbook)));
    assert.deepEqual([...playbooks].sort(), WRONG_HERE);
    const kinds = new Set(planned.changes?.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ['audit-rule', 'entry', 'kernel-setting']);
    same(wrong, look());

    assert.equal(holdfast.report(0, 'apply', ...WRONG_HERE, '--unattended').status, 'applied');
    const right = look();
    assert.equal(redirectsOf('lab0.5'), '0\n0\n0\n0\n');
    assert.ok([...right.live.keys()].some((rule) => rule.endsWith('-k docker -k holdfast-docker-binaries')));
    assert.deepEqual(holdfast.report(0, 'plan', ...WRONG_HERE).changes, []);
    const again = runWithFault([...lab.enter, ...built.command, 'apply', ...WRONG_HERE, '--unattended']);
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual(callsOnHost(again.calls), []);
    same(right, look());
    holdfast.report(0, 'verify');

    assert.equal(holdfast.report(0, 'rollback', '--last', '--yes').status, 'applied');
    same(wrong, look());
    holdfast.report(0, 'verify');
  });

  test('playbook by playbook', () => {
    const run = holdfast.report(0, 'apply', ...WRONG_HERE, '--unattended').run ?? '';
    for (const id of WRONG_HERE) holdfast.report(0, 'rollback', run, '--playbook', id, '--yes');
    same(wrong, look());
  });

  test('interfaces that come and go between plan and apply', () => {
    const saved = join(place, 'plan.json');
    holdfast.report(2, 'plan', ...WRONG_HERE, '--save', saved);
    shell(
      'ip link del lab0; ip link add lab1 type veth peer name lab1.5; sysctl -qw net/ipv4/conf/lab1.5/send_redirects=0',
    );
    const now = look();
    holdfast.report(0, 'apply', '--unattended', '--plan', saved);
    assert.equal(redirectsOf('lab1'), '0\n0\n0\n0\n');
    holdfast.report(0, 'verify');
    holdfast.report(0, 'rollback', '--last', '--yes');
    same(now, look());
  });

  test('interfaces that come and go between apply and rollback', () => {
    holdfast.report(0, 'apply', ...WRONG_HERE, '--unattended');
    shell('ip link del lab0; ip link add lab1 type veth peer name lab1.5');
    assert.equal(redirectsOf('lab1'), '0\n0\n0\n0\n', 'the kernel gives it the default');
    holdfast.report(0, 'verify');
    holdfast.report(0, 'rollback', '--last', '--yes');
    assert.equal(redirectsOf('lab1.5'), '1\n1\n1\n1\n', 'as if it had come before');
    const is = look();
    assert.equal(showDifferences(compareManifests(wrong.files, is.files)), '');
    assert.deepEqual(
      compareLiveStates(wrong.live, is.live).filter((line) => !OF_LAB.test(line)),
      [],
    );
  });
});
