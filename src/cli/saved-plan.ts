import type { Selection } from '../engine/selection.ts';
import { userFile } from '../host/user-file.ts';
import type { HostIdentity } from '../model/host.ts';
import type { Playbook } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { isParamValue } from '../policy/is-param-value.ts';
import { parsePlanFile } from './parse-plan-file.ts';
import { VERSION } from './version.ts';

/** What a file of `plan --save` asks to be applied, and the digest that it must come to. */
export interface SavedPlan {
  /** Not allowances, waivers and the day: those are the policy's and the clock's, or a file could permit itself anything. */
  readonly asked: Pick<Selection, 'playbooks' | 'profile' | 'params'>;
  readonly digest: string;
}

/** Refuses a file that is no plan, or is one of another version of Holdfast or of another host. */
export function readSavedPlan(path: string, host: HostIdentity, catalogue: readonly Playbook[]): SavedPlan {
  const refuse = (why: string) => new Refused({ code: 'plan-file', args: { path, why } });
  const content = userFile.read(path);
  if (content === null) throw refuse('there is no such file');
  const plan = parsePlanFile(content);
  if (plan === null) throw refuse('it is no plan that "holdfast plan --save" wrote');
  if (plan.tool !== VERSION) throw refuse(`it is of Holdfast ${plan.tool}, this is ${VERSION}`);
  const { type, machine, root } = plan.host;
  if (type !== host.type || machine !== host.machine || root !== host.root)
    throw refuse('it is of another host');
  const { ids, profile, params } = plan.inputs;
  const unknown = ids.find((id) => !catalogue.some((playbook) => playbook.id === id));
  if (unknown !== undefined) throw refuse(`it names the playbook ${unknown}, which does not exist`);
  const bad = wrongParam(params, catalogue);
  if (bad !== null) throw refuse(`it sets ${bad} to what that cannot be`);
  return {
    digest: plan.digest,
    asked: { playbooks: catalogue.filter(({ id }) => ids.includes(id)), profile, params },
  };
}

/** A playbook and its parameter that is not there, or has a value that it cannot have. */
function wrongParam(params: Selection['params'], catalogue: readonly Playbook[]): string | null {
  for (const [id, values] of Object.entries(params)) {
    const known = catalogue.find((playbook) => playbook.id === id)?.params ?? {};
    for (const [name, value] of Object.entries(values)) {
      const param = Object.hasOwn(known, name) ? known[name] : undefined;
      if (param === undefined || !isParamValue(param, value)) return `${id} ${name}`;
    }
  }
  return null;
}
