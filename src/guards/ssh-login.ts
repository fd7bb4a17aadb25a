import { accountAccess } from '../facts/account-access.ts';
import { invoker } from '../facts/invoker.ts';
import { runsSshd } from '../facts/runs-sshd.ts';
import { sshLogin as loginOf } from '../facts/ssh-login.ts';
import { textFile } from '../facts/text-file.ts';
import { users } from '../facts/users.ts';
import { sshdLineAtFault } from '../formats/sshd-line-at-fault.ts';
import type { Change } from '../model/change.ts';
import type { Path } from '../model/path.ts';
import type { Use } from '../model/playbook.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';

/** What sshd's answer to a login rests on, with what it asks: accounts, PAM, TCP wrappers. */
const RESTS_ON =
  /^\/etc\/(?:(?:ssh|pam\.d|security)\/|(?:passwd|shadow|group|nsswitch\.conf|nologin|hosts\.allow|hosts\.deny)$)/;
const ADMITTED = ['no', 'partly', 'wholly'];

/**
 * Of those who can log in by SSH now one still can afterwards, and one who can become root, if there is one now; and
 * whoever runs this is among them. Both are tried, with a login to a second sshd. Where nobody can log in by what is
 * known here, or nothing can be tried, it has no say.
 */
export const sshLogin: Guard = async ({ now, planned, changes, allow, today }) => {
  const resting = changes.filter(({ kind, key }) => kind === 'entry' && RESTS_ON.test(key));
  if (resting.length === 0 || !(await now(runsSshd))) return [];
  const own = await now(invoker);
  const [rootNow, rootPlanned] = [await whoIsRoot(now, today), await whoIsRoot(planned, today)];
  const others = (await now(users)).map(({ name }) => name);
  // Each costs a login: first those with whom it may end.
  const names = new Set([
    ...(own === null ? [] : [own]),
    ...others.filter((name) => rootPlanned.has(name)),
    ...others.filter((name) => rootNow.has(name)),
    ...others,
  ]);
  let lost: Lost | null = null;
  let lostRoot: Lost | null = null;
  let isOneKept = false;
  for (const user of names) {
    const isOver = isOneKept && lostRoot === null && !rootNow.has(user);
    if (isOver) return [];
    const before = await now(loginOf(user));
    if (before === null || before.admitted === 'no') continue;
    const after = await planned(loginOf(user));
    const isKept = after === null || ADMITTED.indexOf(after.admitted) >= ADMITTED.indexOf(before.admitted);
    if (isKept && rootPlanned.has(user)) return [];
    isOneKept ||= isKept;
    const why = after === null || isKept ? `${user} could not become root` : after.why;
    if (rootNow.has(user)) lostRoot ??= { user, why };
    if (isKept) continue;
    if (user === own && !allow.includes('remove-invoking-user')) {
      const lift = `leave SSH open to ${user}, or put "allow = remove-invoking-user" into [run] of the policy`;
      const said = `you are logged in as ${user} and could not log in by SSH any more`;
      return [await refusal(planned, resting, user, `${said}: ${why}`, lift)];
    }
    lost ??= { user, why };
  }
  if (!isOneKept && lost !== null) {
    const why = `nobody could log in by SSH any more, not even ${lost.user}: ${lost.why}`;
    const lift = 'leave SSH open to an account that has a shell, and a key or a password';
    return [await refusal(planned, resting, lost.user, why, lift)];
  }
  if (lostRoot === null) return [];
  const why = `nobody who could log in by SSH could become root any more, not even ${lostRoot.user}: ${lostRoot.why}`;
  const lift = 'leave SSH open to root, or give an account that logs in by SSH a rule of sudo and a password';
  return [await refusal(planned, resting, lostRoot.user, why, lift)];
};

interface Lost {
  readonly user: string;
  readonly why: string;
}

async function whoIsRoot(use: Use, today: string): Promise<ReadonlySet<string>> {
  const found = (await use(accountAccess(today))).filter(
    ({ uid, sudo }) => uid === 0 || sudo?.isOpen === true,
  );
  return new Set(found.map(({ name }) => name));
}

async function refusal(
  planned: Use,
  changes: readonly Change[],
  user: string,
  why: string,
  lift: string,
): Promise<Refusal> {
  const files: { readonly path: string; readonly text: string }[] = [];
  const ofSshd = changes.filter(({ key }) => key.startsWith('/etc/ssh/'));
  for (const { key } of ofSshd) {
    const text = await planned(textFile(key as Path));
    if (text !== null) files.push({ path: key, text });
  }
  const place = sshdLineAtFault(why, files) ?? changes.map(({ key }) => key).join(', ');
  return {
    code: 'guard',
    args: {
      guard: 'ssh-login',
      playbook: playbooksOf(ofSshd.length > 0 ? ofSshd : changes),
      object: `user:${user}`,
      why: `${why} (${place})`,
      lift,
    },
  };
}
