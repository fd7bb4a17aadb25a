import { kinds } from '../kinds/index.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Change } from '../model/change.ts';
import type { HostReader } from '../model/host.ts';
import type { Refusal } from '../model/refusal.ts';

/** Which of the states that changes lead to must not go live, by our own check and the real tools. */
export async function candidateRefusals(
  host: HostReader,
  changes: readonly Change[],
  blobs: Blobs,
): Promise<Refusal[]> {
  const found: Refusal[] = [];
  for (const { kind, key, after } of changes) {
    const refusal = await kinds[kind].validate?.(host, key, after, blobs);
    if (refusal !== null && refusal !== undefined) found.push(refusal);
  }
  // One lock on the audit rules is one refusal, however many rules wait for it.
  return found.filter(
    (refusal, i) => found.findIndex((other) => JSON.stringify(other) === JSON.stringify(refusal)) === i,
  );
}
