import type { Json } from '../model/json.ts';
import type { Param, Params } from '../model/playbook.ts';

/** Parameters as an array, in the playbook's order. */
export function paramsJson(params: Params): Json {
  return Object.entries(params).map(([name, param]) => ({
    name,
    type: param.type,
    describe: param.describe,
    default: defaultOf(param),
    ...limits(param),
  }));
}

function defaultOf(param: Param): Json {
  return param.type === 'names' ? [...param.default] : param.default;
}

function limits(param: Param): { readonly [name: string]: Json } {
  if (param.type === 'number') return { min: param.min, max: param.max };
  return param.type === 'choice' ? { choices: [...param.choices] } : {};
}
