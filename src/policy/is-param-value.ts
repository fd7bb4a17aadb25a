import type { Param } from '../model/playbook.ts';

/** Whether a value from outside is one that the parameter can have. */
export function isParamValue(param: Param, value: unknown): boolean {
  switch (param.type) {
    case 'names':
      return Array.isArray(value) && value.every((name) => typeof name === 'string');
    case 'text':
      return typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && value >= param.min && value <= param.max;
    case 'choice':
      return typeof value === 'string' && param.choices.includes(value);
  }
}
