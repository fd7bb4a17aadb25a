import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { compareLiveStates } from '../lab/compare-live-states.ts';
import { compareManifests } from '../lab/compare-manifests.ts';
import { type LiveLab, liveLab } from '../lab/live-lab.ts';
import { liveState } from '../lab/live-state.ts';
import { manifest } from '../lab/manifest.ts';

let lab: LiveLab;
before(async () => {
  lab = await liveLab();
});
after(async () => {
  await lab[Symbol.asyncDispose]();
});

const shell = (script: string) => {
  const ran = lab.run('/bin/sh', '-euc', script);
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout;
};

test('what is done in the lab stays there', () => {
  const machine = readFileSync('/proc/sys/net/ipv4/conf/all/send_redirects', 'utf8');
  const passwd = readFileSync('/etc/passwd', 'utf8');
  shell(`
    echo lab > /etc/lab; echo x >> /etc/passwd; mkdir -p /var/lib/holdfast /run/lab
    sysctl -qw net.ipv4.conf.all.send_redirects=$((1 - ${machine.trim()}))
  `);
  assert.notEqual(shell('cat /proc/sys/net/ipv4/conf/all/send_redirects'), machine);
  assert.equal(readFileSync('/proc/sys/net/ipv4/conf/all/send_redirects', 'utf8'), machine);
  assert.equal(readFileSync('/etc/passwd', 'utf8'), passwd);
  assert.ok(!existsSync('/etc/lab') && !existsSync('/run/lab') && !existsSync('/var/lib/holdfast'));
  assert.ok(existsSync(`${lab.root}/etc/lab`));
});

test('the machine is out of reach', () => {
  const tried = [
    'touch /usr/lab',
    'sysctl -w kernel.kptr_restrict=0',
    'sysctl -w vm.swappiness=60',
    'systemctl restart cron',
  ];
  for (const command of tried) assert.notEqual(lab.run('/bin/sh', '-c', command).status, 0, command);
});

test('interfaces are its own, one with a dot in its name', () => {
  const names = shell('ls /proc/sys/net/ipv4/conf').trimEnd().split('\n');
  assert.deepEqual(names, ['all', 'default', 'lab0', 'lab0.5', 'lo']);
  assert.equal(shell('cat /proc/sys/net/ipv4/conf/lab0.5/send_redirects'), '1\n');
});

test('a change of every kind is seen', () => {
  const files = manifest(lab.root, '/etc');
  const live = liveState(lab);
  const key = `holdfast-lab-${process.pid}`;
  assert.deepEqual(compareLiveStates(live, liveState(lab)), []);
  try {
    shell(`
      sysctl -qw net/ipv4/conf/lab0.5/send_redirects=0
      auditctl -w /etc/passwd -p wa -k ${key}
      chmod 600 /etc/hosts.allow; ln -s a /etc/sysctl.d/lab; touch -r /etc/ssl /etc/sysctl.d
    `);
    assert.deepEqual(
      compareLiveStates(live, liveState(lab)).filter((line) => !line.includes('No rules')),
      [
        `audit -w /etc/passwd -p wa -k ${key}: absent -> 0`,
        'sysctl net.ipv4.conf.lab0/5.send_redirects: 1 -> 0',
      ],
    );
    assert.deepEqual(
      compareManifests(files, manifest(lab.root, '/etc')).map((found) => `${found.path} ${found.field}`),
      ['/etc/hosts.allow mode', '/etc/sysctl.d mtime', '/etc/sysctl.d/lab entry'],
    );
  } finally {
    execFileSync('auditctl', ['-D', '-k', key]);
  }
});
