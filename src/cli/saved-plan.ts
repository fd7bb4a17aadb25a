import type { Selection } from '../engine/selection.ts';
import { userFile } from '../host/user-file.ts';
import type { HostIdentity } from '../model/host.ts';
import type { PlanInputs } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { selectPlaybooks } from '../policy/select-playbooks.ts';
import { VERSION } from './version.ts';

/** What a file of `plan --save` asks to be applied: the same inputs, and the digest they must come to. */
export interface SavedPlan {
  readonly selection: Selection;
  readonly digest: string;
}

/** Refuses a file that is no plan, or is one of another version of Holdfast or of another host. */
export function readSavedPlan(path: string, host: HostIdentity, catalogue: readonly Playbook[]): SavedPlan {
  const refuse = (why: string) => new Refused({ code: 'plan-file', args: { path, why } });
  const content = userFile.read(path);
  if (content === null) throw refuse('there is no such file');
  const plan = parse(content);
  if (plan === null) throw refuse('it is no plan that "holdfast plan --save" wrote');
  if (plan.tool !== VERSION) throw refuse(`it is of Holdfast ${plan.tool}, this is ${VERSION}`);
  const { type, machine, root } = plan.host;
  if (type !== host.type || machine !== host.machine || root !== host.root)
    throw refuse('it is of another host');
  const { ids, ...rest } = plan.inputs;
  return {
    digest: plan.digest,
    selection: { playbooks: ids.length === 0 ? [] : selectPlaybooks(catalogue, ids, null), ...rest },
  };
}

interface PlanFile {
  readonly tool: string;
  readonly host: HostIdentity;
  readonly inputs: PlanInputs;
  readonly digest: string;
}

/** Anything may stand in a file. A plan that was tampered with comes to another digest and is stale. */
function parse(content: Uint8Array): PlanFile | null {
  try {
    const { schema, tool, host, inputs, digest } = JSON.parse(Buffer.from(content).toString('utf8'));
    if (schema !== 'holdfast.plan/1' || typeof tool !== 'string' || typeof digest !== 'string') return null;
    if (typeof host !== 'object' || host === null || typeof inputs !== 'object' || inputs === null)
      return null;
    const { ids, profile, params, allow, waivers, today } = inputs;
    const isWhole =
      [ids, allow, waivers].every(Array.isArray) &&
      [profile, today].every((text) => typeof text === 'string') &&
      typeof params === 'object' &&
      params !== null;
    return isWhole ? { tool, host, inputs, digest } : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}
