import type { SmallEntry } from '../../real/lab/small-root.ts';

/** A host, and what is done to it. */
export interface Story {
  readonly name: string;
  /**
   * A root with these entries; `live`, a system with a network, kernel settings and audit rules of its own;
   * `booted`, one where systemd runs.
   */
  readonly host: Readonly<Record<string, SmallEntry>> | 'live' | 'booted';
  /** Playbooks, of test/faults/playbooks. */
  readonly ids: readonly string[];
  /** Shell run in the root before anything else: what cannot be said of entries. */
  readonly prepare?: string;
  /** Shell run in the root between apply and rollback: somebody else's work. */
  readonly drift?: string;
  /** Options of rollback; each is a scenario of its own. None: it is about applying only. */
  readonly rollbacks: readonly (readonly string[])[];
  /** The disk's size; it is filled to the last block before anything is settled. */
  readonly disk?: string;
}

/** Restarting is one of the things to interrupt. */
export const POLICY = '[run]\nallow = restart-services, best-effort-undo\n';

/** What every root has, so that the directories above the state directory keep their times. */
const BASE: Readonly<Record<string, SmallEntry>> = {
  'etc/holdfast/policy.ini': { text: POLICY },
  'etc/machine-id': { text: `${'0123456789abcdef'.repeat(2)}\n`, mode: 0o444 },
  'var/lib': { mode: 0o755 },
};
const SHARED = `${[
  '# Settings of this site.',
  'vm.swappiness = 10',
  '',
  'kernel.kptr_restrict = 1',
  '# Between them.',
  'fs.protected_fifos = 1',
  '',
  'net.ipv4.tcp_syncookies = 0',
].join('\n')}\n`;
const ALL: readonly (readonly string[])[] = [[]];

const REPLACED: Readonly<Record<string, SmallEntry>> = {
  ...BASE,
  'etc/kept.conf': { text: 'old\n', mode: 0o640, uid: 1, gid: 8 },
  'etc/whole.conf': { text: 'old whole\n', mode: 0o604, uid: 2, gid: 3 },
};
/** setfacl(1) and setfattr(1) do not touch the time. */
const ATTRIBUTES = 'setfacl -m u:5:rw etc/kept.conf; setfattr -n trusted.test -v value etc/kept.conf';

export const STORIES: readonly Story[] = [
  { name: 'create', host: { ...BASE, etc: { mode: 0o755 } }, ids: ['files/create'], rollbacks: ALL },
  { name: 'replace', host: REPLACED, prepare: ATTRIBUTES, ids: ['files/replace'], rollbacks: ALL },
  {
    name: 'delete',
    host: {
      ...BASE,
      'etc/old.d/old.conf': { text: 'old\n', mode: 0o600, uid: 7, gid: 7 },
      'etc/old-link': { target: 'nowhere', uid: 3, gid: 4 },
    },
    ids: ['files/remove'],
    rollbacks: ALL,
  },
  {
    name: 'chmod only',
    host: {
      ...BASE,
      'etc/open.conf': { text: 'open\n', mode: 0o666 },
      'usr/bin/setuid': { text: '#!/bin/true\n', mode: 0o6755, uid: 9, gid: 10 },
      'etc/open.d': { mode: 0o1777 },
    },
    ids: ['files/mode'],
    rollbacks: ALL,
  },
  {
    name: 'link',
    host: { ...BASE, 'etc/old-link': { target: '../usr/bin/old', uid: 3, gid: 4 } },
    ids: ['files/link'],
    rollbacks: ALL,
  },
  {
    name: 'many files',
    host: {
      ...BASE,
      ...Object.fromEntries(
        [...'abcdij'].map((name) => [`etc/old.d/${name}`, { text: `old ${name}\n`, mode: 0o640, gid: 4 }]),
      ),
    },
    ids: ['files/many'],
    rollbacks: ALL,
  },
  {
    name: 'unit',
    host: {
      ...BASE,
      'etc/systemd/system/app.service': { text: '[Service]\nExecStart=/bin/true\n' },
      'etc/systemd/system/timers.target.wants/old.timer': { target: '/lib/systemd/system/old.timer' },
    },
    ids: ['files/unit'],
    rollbacks: ALL,
  },
  {
    name: 'two playbooks in one file',
    host: { ...BASE, 'etc/sysctl.d/60-shared.conf': { text: SHARED, mode: 0o640, gid: 4 } },
    ids: ['files/first', 'files/second'],
    rollbacks: [[], ['--playbook', 'files/first'], ['--playbook', 'files/second']],
  },
  {
    name: 'drift',
    host: { ...BASE, 'etc/sysctl.d/60-shared.conf': { text: SHARED } },
    ids: ['files/first', 'files/create'],
    drift:
      'sed -i s/swappiness.*/swappiness=60/ etc/sysctl.d/60-shared.conf; chmod 600 etc/sysctl.d/60-shared.conf',
    rollbacks: ['merge', 'keep', 'force'].map((what) => ['--on-drift', what]),
  },
  {
    name: 'full disk',
    host: REPLACED,
    prepare: ATTRIBUTES,
    ids: ['files/replace', 'files/create'],
    disk: '2M',
    rollbacks: ALL,
  },
  // With the directory by which systemd tells that it runs, so that the rescue unit is put in place, too.
  {
    name: 'kernel setting',
    host: 'live',
    prepare: 'mkdir -p run/systemd/system',
    ids: ['live/kernel-setting'],
    rollbacks: ALL,
  },
  { name: 'unit activity', host: 'booted', ids: ['live/unit'], rollbacks: ALL },
  { name: 'audit rule', host: 'live', ids: ['live/audit-rule'], rollbacks: ALL },
];
