import type { Auditd } from '../facts/auditd.ts';
import type { BootMount } from '../facts/boot-mounts.ts';
import type { Mount } from '../formats/mountinfo.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { auditdSettings } from './auditd-settings.ts';
import { coveringMount, isBelow } from './covering-mount.ts';

export interface AuditLogActions {
  readonly whenLow: string;
  readonly whenFull: string;
}

interface Given {
  readonly auditd: Auditd;
  /** Null in an image. */
  readonly mounts: readonly Mount[] | null;
  readonly bootMounts: readonly BootMount[];
}

/** They end all work on the host. */
const STOPPING = ['single', 'halt'];
const FULL = ['admin_space_left_action', 'disk_full_action', 'disk_error_action'];
/** What auditd's own file has. */
const USUAL = { space_left: '75', admin_space_left: '50' } as const;

/** When space runs out somebody is told first, and then what was decided happens; never that the host stops unasked. */
export function auditLogSpace(given: Given, actions: AuditLogActions): readonly Requirement[] {
  return [low(given, actions), full(given, actions)];
}

function low({ auditd, ...given }: Given, { whenLow, whenFull }: AuditLogActions): Requirement {
  const { value, evidence, wish } = auditdSettings;
  const names = ['space_left', 'space_left_action', 'admin_space_left'];
  const about = {
    object: 'log:low-space',
    statement: `when space for the audit log runs low, somebody is told (${whenLow})`,
    evidence: evidence(auditd, names),
  };
  const action = value(auditd, 'space_left_action');
  const stopping = stops({ auditd, ...given }, ['space_left_action'], whenFull);
  if (stopping.length > 0) return { ...about, verdict: 'manual', wishes: [], steps: stopping };
  if (whenLow === 'email' && !auditd.hasSendmail)
    return {
      ...about,
      verdict: 'manual',
      wishes: [],
      steps: [
        'install a mail transfer agent that brings /usr/lib/sendmail, such as msmtp-mta; with the action email and without it auditd does not start',
      ],
    };
  const told =
    whenLow === 'email' ? ['email', 'exec'] : ['syslog', 'email', 'exec', 'rotate', 'suspend', ...STOPPING];
  const wishes: Wish[] = told.includes(action) ? [] : [wish('space_left_action', whenLow.toUpperCase())];
  // At 0 the warning never comes.
  if (['0', '0%'].includes(value(auditd, 'space_left')))
    for (const [name, usual] of Object.entries(USUAL)) wishes.push(wish(name, usual));
  return { ...about, verdict: wishes.length === 0 ? 'met' : 'unmet', wishes };
}

function full(given: Given, { whenFull }: AuditLogActions): Requirement {
  const { auditd } = given;
  const about = {
    object: 'log:no-space',
    statement: `when there is no space for the audit log, or it cannot be written, what was decided happens (${whenFull})`,
    evidence: auditdSettings.evidence(auditd, FULL),
  };
  const steps = stops(given, FULL, whenFull);
  if (steps.length > 0) return { ...about, verdict: 'manual', wishes: [], steps };
  const wishes = FULL.flatMap((name) => {
    const [first = '', ...others] = wantedOf(name, whenFull);
    const isGood = [first, ...others].includes(auditdSettings.value(auditd, name));
    return isGood ? [] : [auditdSettings.wish(name, first.toUpperCase())];
  });
  return { ...about, verdict: wishes.length === 0 ? 'met' : 'unmet', wishes };
}

/** The first is what is written. An error of the disk is none that deleting old logs could mend. */
function wantedOf(name: string, whenFull: string): readonly string[] {
  const isError = name === 'disk_error_action';
  switch (whenFull) {
    case 'halt':
      return isError ? ['halt', 'single'] : ['halt'];
    case 'single':
      return ['single', 'halt'];
    case 'rotate':
      return isError ? ['syslog', 'exec', 'suspend'] : ['rotate'];
    default:
      return isError ? ['suspend', 'syslog', 'exec'] : ['suspend', 'exec'];
  }
}

/** What a person must do first where the host would stop: nobody decided that, or anything that fills / would do it. */
function stops(given: Given, names: readonly string[], whenFull: string): readonly string[] {
  const { auditd } = given;
  const isWanted = STOPPING.includes(whenFull);
  const found = names.filter((name) => STOPPING.includes(auditdSettings.value(auditd, name)));
  if (isWanted && sharesRoot(given))
    return [
      `give ${auditd.directory} a file system of its own first (storage/audit-log-filesystem): with when-full = ${whenFull} anything that fills / would stop this host`,
    ];
  if (isWanted || found.length === 0) return [];
  return [
    `decide whether this host is to stop when the audit log cannot be written: ${found.join(', ')} ${found.length === 1 ? 'says' : 'say'} so; then set when-full = halt or single in [audit/log-retention] of the policy, or SUSPEND in /etc/audit/auditd.conf`,
  ];
}

/** Where it is not known, it does. */
function sharesRoot({ auditd, mounts, bootMounts }: Given): boolean {
  const { directory } = auditd;
  if (mounts !== null) {
    const root = coveringMount(mounts, '/');
    const own = coveringMount(mounts, directory);
    return own === null || root === null || own.device === root.device;
  }
  return !bootMounts.some(
    ({ target, atBoot, options }) =>
      atBoot && target !== '/' && !options.includes('bind') && isBelow(directory, target),
  );
}
