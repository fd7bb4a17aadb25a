import type { PamConfiguration } from '../facts/pam-configuration.ts';
import type { PamSaved } from '../facts/pam-saved.ts';
import type { Mount } from '../formats/mountinfo.ts';
import { parsePam } from '../formats/pam.ts';
import { pamAgreement } from '../formats/pam-agreement.ts';
import { pamCommonFormat } from '../formats/pam-common.ts';
import { Malformed } from '../model/format.ts';
import type { Wish } from '../model/wish.ts';
import { coveringMount } from './covering-mount.ts';

/** The name under which pam-auth-update(8) offers our lines. */
const PROFILE = 'holdfast-faillock';
const PROFILES = '/usr/share/pam-configs';
/**
 * Counts what every module above it has refused, so it must be the last of the Primary block, where pam-auth-update
 * counts it: a line put in by hand would make the jumps of the others lead to pam_deny, and lock everybody out.
 */
const COUNT = '[default=die]\tpam_faillock.so authfail';
const DESCRIBED = `Name: Count failed logins (Holdfast: accounts/login-failure-lockout)
Default: yes
Priority: 0
Auth-Type: Primary
Auth:
\t${COUNT}
`;
/** Above the blocks, where pam-auth-update leaves lines alone and no jump counts them. */
const REFUSE = 'auth\trequisite\t\t\tpam_faillock.so preauth';
const FORGET = 'account\trequired\t\t\tpam_faillock.so';

/** Lines of Debian's common files that count, refuse and forget. */
export interface FaillockWishes {
  readonly wishes: readonly Wish[];
  /** What PAM then is. */
  readonly after: PamConfiguration;
}

/** Null where the common files are not as pam-auth-update left them: then no program should write into them. */
export function faillockWishes(
  pam: PamConfiguration,
  saved: PamSaved,
  mounts: readonly Mount[] | null,
): FaillockWishes | null {
  const [auth, account] = [pam.files.get('common-auth'), pam.files.get('common-account')];
  if (auth === undefined || account === undefined || saved.auth === null || saved.account === null)
    return null;
  try {
    const agreed = pamAgreement(auth.text, saved.auth, 'auth');
    if (agreed === null || pamAgreement(account.text, saved.account, 'account') === null) return null;
    const parts: readonly (readonly [typeof auth, string])[] = [
      [auth, `before/${REFUSE}`],
      [auth, `last/auth\t${COUNT}`],
      [account, `before/${FORGET}`],
    ];
    const files = new Map(pam.files);
    for (const [{ path }, part] of parts) {
      const name = path === auth.path ? 'common-auth' : 'common-account';
      const text = pamCommonFormat.set(files.get(name)?.text ?? '', part, true);
      files.set(name, { path, text, lines: parsePam(text) });
    }
    const entry = (key: string, part: string, desired: Wish['desired']): Wish => ({
      kind: 'entry',
      key,
      part,
      desired,
    });
    return {
      after: { ...pam, files },
      wishes: [
        ...parts.map(([{ path }, part]) => entry(path, `pam-common:${part}`, true)),
        ...(isReadOnly(mounts)
          ? []
          : [{ kind: 'entry' as const, key: `${PROFILES}/${PROFILE}`, desired: { text: DESCRIBED } }]),
        entry('/var/lib/pam/auth', `pam-saved:module/${PROFILE}`, { line: COUNT, before: agreed.next }),
        entry('/var/lib/pam/seen', `pam-saved:seen/${PROFILE}`, true),
      ],
    };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** Where /usr cannot be written no package comes that would call pam-auth-update, which alone reads the profile. */
function isReadOnly(mounts: readonly Mount[] | null): boolean {
  const mount = mounts === null ? null : coveringMount(mounts, PROFILES);
  return mount !== null && (mount.options.includes('ro') || mount.superOptions.includes('ro'));
}
