import type { Finding } from '../model/plan.ts';

/**
 * What a later look says of a requirement. Null where its object is gone and asks for nothing any more, such as a
 * member who was removed; but where its playbook could not read the host at all, that is the answer.
 */
export function answerTo({ playbook, object }: Finding, later: readonly Finding[]): Finding | null {
  const own = later.filter((finding) => finding.playbook === playbook);
  return (
    own.find((finding) => finding.object === object) ??
    own.find(({ verdict }) => verdict === 'unknown') ??
    null
  );
}
