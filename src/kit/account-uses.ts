import type { ServiceAsUser } from '../facts/services-as-user.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { ObservedProcess } from '../model/observation.ts';
import type { Path } from '../model/path.ts';
import type { Evidence } from '../model/requirement.ts';

/** What is known of what runs as whom. */
export interface AccountWork {
  readonly services: readonly ServiceAsUser[];
  readonly processes: readonly ObservedProcess[] | null;
  readonly jobs: ReadonlyMap<string, readonly Path[]>;
}

/** Why an account cannot be shut by a program, and what a person does first. */
export interface AccountUses {
  readonly evidence: readonly Evidence[];
  readonly steps: readonly string[];
}

/** What runs as an account now or by itself; null where nothing does. An account that is shut under it fails at the next start. */
export function accountUses(work: AccountWork, { name, uid }: PasswdEntry): AccountUses | null {
  const units = work.services.filter(({ user }) => user === name || user === String(uid));
  const count = (work.processes ?? []).filter((process) => process.uid === uid).length;
  const jobs = work.jobs.get(name) ?? [];
  if (units.length + count + jobs.length === 0) return null;
  const user = shellWord(name);
  return {
    evidence: [
      ...units.map(({ unit, user: value, source, line }) => ({
        source,
        line,
        says: `User=${value}: ${unit} runs as it`,
        wins: true,
      })),
      ...(count === 0 ? [] : [{ source: '/proc', says: `${count} running processes are its`, wins: true }]),
      ...jobs.map((path) => ({ source: path, says: 'runs by itself as this account', wins: true })),
    ],
    steps: [
      ...units.map(
        ({ unit }) =>
          `give ${unit} another account, or see that it is not needed: systemctl cat ${shellWord(unit)}`,
      ),
      ...(count === 0
        ? []
        : [`see what runs as ${name}, and end it for good if nobody needs it: ps -fu ${user}`]),
      ...jobs.map((path) => `see what ${path} starts, and take it away if nobody needs it`),
    ],
  };
}
