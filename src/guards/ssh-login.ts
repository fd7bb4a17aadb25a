import { invoker } from '../facts/invoker.ts';
import { runsSshd } from '../facts/runs-sshd.ts';
import { sshLogin as loginOf, type SshLogin } from '../facts/ssh-login.ts';
import { textFile } from '../facts/text-file.ts';
import { users } from '../facts/users.ts';
import { sshdLineAtFault } from '../formats/sshd-line-at-fault.ts';
import type { Change } from '../model/change.ts';
import type { Path } from '../model/path.ts';
import type { Use } from '../model/playbook.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Guard } from './guard.ts';

/** What sshd's answer to a login rests on, with what it asks: accounts, PAM, TCP wrappers. */
const RESTS_ON =
  /^\/etc\/(?:(?:ssh|pam\.d|security)\/|(?:passwd|shadow|group|nsswitch\.conf|nologin|hosts\.allow|hosts\.deny)$)/;
const ADMITTED = ['no', 'partly', 'wholly'];

/**
 * Of those who can log in by SSH now one still can afterwards, and whoever runs this is among them. Both are tried, with
 * a login to a second sshd. Where nobody can log in by what is known here, or nothing can be tried, it has no say.
 */
export const sshLogin: Guard = async ({ now, planned, changes, allow }) => {
  const resting = changes.filter(({ kind, key }) => kind === 'entry' && RESTS_ON.test(key));
  if (resting.length === 0 || !(await now(runsSshd))) return [];
  const own = await now(invoker);
  const names = new Set([...(own === null ? [] : [own]), ...(await now(users)).map(({ name }) => name)]);
  let lost: { readonly user: string; readonly login: SshLogin } | null = null;
  for (const user of names) {
    const before = await now(loginOf(user));
    if (before === null || before.admitted === 'no') continue;
    const after = await planned(loginOf(user));
    if (after === null || ADMITTED.indexOf(after.admitted) >= ADMITTED.indexOf(before.admitted)) return [];
    if (user === own && !allow.includes('remove-invoking-user')) {
      const lift = `leave SSH open to ${user}, or put "allow = remove-invoking-user" into [run] of the policy`;
      const why = `you are logged in as ${user} and could not log in by SSH any more`;
      return [await refusal(planned, resting, user, `${why}: ${after.why}`, lift)];
    }
    lost ??= { user, login: after };
  }
  if (lost === null) return [];
  const why = `nobody could log in by SSH any more, not even ${lost.user}: ${lost.login.why}`;
  const lift = 'leave SSH open to an account that has a shell, and a key or a password';
  return [await refusal(planned, resting, lost.user, why, lift)];
};

async function refusal(
  planned: Use,
  changes: readonly Change[],
  user: string,
  why: string,
  lift: string,
): Promise<Refusal> {
  const files: { readonly path: string; readonly text: string }[] = [];
  for (const { key } of changes.filter(({ key: path }) => path.startsWith('/etc/ssh/'))) {
    const text = await planned(textFile(key as Path));
    if (text !== null) files.push({ path: key, text });
  }
  const place = sshdLineAtFault(why, files) ?? changes.map(({ key }) => key).join(', ');
  return {
    code: 'guard',
    args: {
      guard: 'ssh-login',
      playbook: changes[0]?.parts[0]?.playbook ?? '',
      object: `user:${user}`,
      why: `${why} (${place})`,
      lift,
    },
  };
}
