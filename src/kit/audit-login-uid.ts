import type { LoginUid } from '../facts/login-uid.ts';
import type { Requirement } from '../model/requirement.ts';

/** Who has come in stays known to the kernel, whoever they become. A line of PAM in the wrong place shuts everybody out: a person writes it. */
export function auditLoginUid({ service, path, set }: LoginUid): Requirement {
  const about = {
    object: `pam:${service}`,
    statement: `the kernel is told who begins a session by ${service}, so that records name them`,
    wishes: [],
  };
  if (set !== null) return { ...about, verdict: 'met', evidence: [set] };
  return {
    ...about,
    verdict: 'manual',
    evidence: [{ source: path, says: 'no session line with pam_loginuid.so', wins: true }],
    steps: [
      `add the line "session required pam_loginuid.so" to ${path}, before its other session lines; keep a root shell open`,
      `begin a new session by ${service}: cat /proc/self/loginuid must say its uid`,
    ],
  };
}
