import { type FaillockOptions, faillockOptions } from '../facts/faillock-options.ts';
import { mounts } from '../facts/mounts.ts';
import { type PamConfiguration, pamConfiguration } from '../facts/pam-configuration.ts';
import { type PamSaved, pamSaved } from '../facts/pam-saved.ts';
import type { Mount } from '../formats/mountinfo.ts';
import type { ShadowEntry } from '../formats/shadow.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { type FaillockLimits, faillockLimits } from './faillock-limits.ts';
import { faillockWishes } from './faillock-wishes.ts';
import { type PamService, pamService, pamServices } from './pam-service.ts';

/** pam_faillock(8): that every service which takes passwords counts wrong ones, and how many it takes. */
export const faillock = {
  pam: pamConfiguration,
  saved: pamSaved,
  options: faillockOptions,
  mounts,
  isUsed,
  limits,
};

interface Given {
  readonly pam: PamConfiguration | null;
  readonly saved: PamSaved;
  readonly options: FaillockOptions;
  readonly mounts: readonly Mount[] | null;
  readonly secrets: readonly ShadowEntry[];
}

const MODULE = 'pam_faillock.so';

/** True, or the sentence why nobody is asked for a password through PAM. */
function isUsed({ pam }: Pick<Given, 'pam'>): true | string {
  return pam !== null || 'PAM is not configured here: there is no /etc/pam.d';
}

/**
 * One requirement per service that takes passwords. What is missing goes into Debian's common files as pam-auth-update
 * would write it; elsewhere, and where somebody has written into them, a person is told.
 */
function limits(
  { pam, saved, options, mounts: mounted, secrets }: Given,
  wanted: FaillockLimits,
): readonly Requirement[] {
  if (pam === null) return [];
  const services = pamServices(pam);
  const isThere = pam.modules === null || pam.modules.has(MODULE);
  const planned = isThere ? faillockWishes(pam, saved, mounted) : null;
  return [
    ...services.map((service): Requirement => {
      const { name } = service;
      const about = {
        object: `service:${name}`,
        statement: `${name} refuses an account after too many wrong passwords`,
        evidence: evidenceOf(service),
        wishes: [],
      };
      if (isLimited(service)) return { ...about, verdict: 'met' };
      const after = planned === null ? null : pamService(planned.after, name);
      if (planned !== null && after !== null && isLimited(after)) {
        return { ...about, verdict: 'unmet', wishes: planned.wishes };
      }
      return { ...about, verdict: 'manual', steps: stepsFor(pam, name, isThere) };
    }),
    ...faillockLimits(options, services, secrets, wanted),
  ];
}

function isLimited({ counts, locks, forgets }: PamService): boolean {
  return counts && locks && forgets;
}

function evidenceOf(service: PamService): readonly Evidence[] {
  const { counts, locks, forgets, faillock: lines, asks } = service;
  const missing = [
    ...(counts ? [] : ['nothing counts what it refuses']),
    ...(locks ? [] : ['whom it knows is let in, however often the password was wrong before']),
    ...(forgets ? [] : ['what was counted is never forgotten']),
  ];
  const placed = ({ path, line, text }: (typeof lines)[number], wins: boolean, more = ''): Evidence => ({
    source: path,
    line,
    says: `${text.trim()}${more}`,
    wins,
  });
  return [
    ...(missing.length === 0 ? [] : asks.map((module) => placed(module, true, `: ${missing.join('; ')}`))),
    ...lines.map((module) => placed(module, isLimited(service))),
  ];
}

/** With the tools of the distribution whose files these are. */
function stepsFor(pam: PamConfiguration, name: string, isThere: boolean): readonly string[] {
  if (!isThere)
    return ['install pam_faillock.so: on Debian and Ubuntu it is in libpam-modules 1.4.0 and later'];
  const keep = 'keep a root shell open until a new login has worked';
  const isDebian = pam.files.has('common-auth') && pam.files.has('common-account');
  if (pam.files.has('password-auth') || pam.files.has('system-auth')) {
    return ['authselect enable-feature with-faillock', 'authselect check', keep];
  }
  if (isDebian && includes(pam, name, 'common-auth')) {
    return [
      'somebody has written into /etc/pam.d/common-auth or common-account, between the lines of pam-auth-update; see what: pam-auth-update --package',
      'put into the stack by hand: pam_faillock.so preauth before the modules that ask for a password, "[default=die] pam_faillock.so authfail" right after the last of them, with one more in each jump over it, and pam_faillock.so for account',
      keep,
    ];
  }
  const path = pam.files.get(name)?.path ?? `/etc/pam.d/${name}`;
  return [
    `${path} has a stack of its own; put into it pam_faillock.so preauth before the modules that ask for a password, "[default=die] pam_faillock.so authfail" right after the last of them, with one more in each jump over it, and pam_faillock.so for account`,
    keep,
  ];
}

function includes(pam: PamConfiguration, name: string, file: string): boolean {
  const lines = pam.files.get(name)?.lines ?? [];
  return lines.some(
    (line) => line.is === 'include' && (line.file === file || includes(pam, line.file, file)),
  );
}
