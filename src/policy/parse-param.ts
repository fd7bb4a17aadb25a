import type { Json } from '../model/json.ts';
import type { Param } from '../model/playbook.ts';

/** A parameter's value from its text in policy.ini. */
export function parseParam(param: Param, text: string, refuse: (why: string) => never): Json {
  switch (param.type) {
    case 'names':
      return parseNames(text, refuse);
    case 'text':
      return text;
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : refuse('true or false');
    case 'number':
      return parseNumber(param, text, refuse);
    case 'choice':
      return param.choices.includes(text) ? text : refuse(`one of ${param.choices.join(', ')}`);
  }
}

function parseNames(text: string, refuse: (why: string) => never): readonly string[] {
  if (text === '') return [];
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === '')) refuse('a comma without a name beside it');
  if (names.some((name) => /\s/.test(name))) refuse('names are separated by commas');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? names : refuse(`${twice} is named twice`);
}

function parseNumber(
  { min, max }: Extract<Param, { type: 'number' }>,
  text: string,
  refuse: (why: string) => never,
): number {
  const value = /^-?[0-9]+(?:\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : refuse(`a number from ${min} to ${max}`);
}
