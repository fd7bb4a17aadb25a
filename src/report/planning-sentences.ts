import { bytes, ended, thing } from './phrases.ts';
import { safeLine as safe } from './safe-line.ts';
import type { Sentences } from './sentences.ts';

/** Why a plan cannot be applied. Nothing was changed. */
export const planningSentences: Sentences<
  | 'wishes-differ'
  | 'fix-not-effective'
  | 'no-space'
  | 'read-only-file-system'
  | 'immutable'
  | 'mount-point'
  | 'hard-linked'
  | 'wrong-type'
  | 'parent-missing'
  | 'attributes-unsupported'
  | 'candidate-invalid'
  | 'rules-locked'
  | 'guard'
> = {
  'wishes-differ': ({ kind, key, part, playbooks }) =>
    `Two playbooks want different things of ${thing({ kind, key })}${part === '' ? '' : ` (${safe(part)})`}: ${safe(playbooks)}. Leave one of them out, or set their parameters alike in the policy.`,
  'fix-not-effective': ({ playbook, object }) =>
    `The fix of ${safe(playbook)} would not make ${safe(object)} right. This is a bug in the playbook: report it, and leave the playbook out until then.`,
  'no-space': ({ path, needed, free }) =>
    `The file system of ${safe(path)} has ${bytes(free)} free and the plan needs ${bytes(needed)}. Free some space.`,
  'read-only-file-system': ({ path }) =>
    `${safe(path)} is on a file system that is mounted read-only. Remount it writable, or apply where it is.`,
  immutable: ({ path, flag }) =>
    `${safe(path)} has the attribute "${safe(flag)}" of chattr(1), which forbids the change. If it may be changed: chattr -${safe(flag)} ${safe(path)}`,
  'mount-point': ({ path }) =>
    `${safe(path)} is a mount point (in a container often a bind mount), so it cannot be replaced. Change it where it is mounted from.`,
  'hard-linked': ({ path, links }) =>
    `${safe(path)} has ${links} names (hard links), and a change would split them apart. Remove the other names: find / -xdev -samefile ${safe(path)}`,
  'wrong-type': ({ path, wanted, found }) =>
    `${safe(path)} is a ${safe(found)} where a ${safe(wanted)} is needed. Find out who put it there, and move it away.`,
  'parent-missing': ({ path }) =>
    `${safe(path)} cannot be made: its directory does not exist. Create the directory, or install the package it belongs to.`,
  'attributes-unsupported': ({ path, name }) =>
    `The file system of ${safe(path)} cannot keep the attribute ${safe(name)}, so the file could not be put back as it was. Remove the attribute, or use a file system that keeps it.`,
  'candidate-invalid': ({ path, validator, why }) =>
    `${safe(path)} as planned does not pass ${safe(validator)}: ${ended(why)} If the file was wrong before, correct it first; else report a bug.`,
  'rules-locked': () =>
    'The audit rules are locked until the next reboot ("auditctl -e 2"), so none can be loaded. Reboot the host, then apply before they are locked again.',
  guard: ({ guard, playbook, object, why, lift }) =>
    `The guard ${safe(guard)} stops ${safe(playbook)} at ${safe(object)}: ${ended(why)} To lift it: ${ended(lift)}`,
};
