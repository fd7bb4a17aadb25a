import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../model/json.ts';
import type { Param, Playbook } from '../../model/playbook.ts';
import { Refused } from '../../model/refusal.ts';
import { paramText } from '../../policy/param-text.ts';
import { parseParam } from '../../policy/parse-param.ts';
import { safeLine } from '../../report/safe-line.ts';
import { visibleLine } from '../../report/visible.ts';
import { wrap } from '../../report/wrap.ts';
import type { Act } from './act.ts';
import type { Question, Screen } from './question.ts';

export interface AskedParam {
  readonly playbook: Playbook;
  readonly name: string;
  readonly now: Json;
  /** What the host has to choose from; null where it says nothing, or what is wanted is not on its list. */
  readonly choices: readonly string[] | null;
}

/** One parameter: a list where there is something to choose from, else a line to type. */
export function paramScreen(asked: AskedParam): Screen {
  const { playbook, name } = asked;
  const param = playbook.params[name];
  if (param === undefined) throw new Error(`${playbook.id} has no parameter ${name}`);
  return {
    text: `${wrap(`${visibleLine(name)}: `, visibleLine(param.describe))}\n`,
    question: questionOf(asked, param),
  };
}

function questionOf({ name, now, choices }: AskedParam, param: Param): Question {
  const text = `${visibleLine(name)}:`;
  // What is as it was is no decision.
  const set = (value: Json): Act =>
    isDeepStrictEqual(value, now) ? { do: 'back' } : { do: 'set', param: name, value };
  const known = param.type === 'choice' ? param.choices : param.type === 'flag' ? ['true', 'false'] : null;
  if (known !== null) {
    return {
      type: 'choose',
      text,
      choices: [
        { name: `Leave it at ${safeLine(paramText(now))}`, act: { do: 'back' } },
        ...known
          .filter((value) => value !== paramText(now))
          .map((value) => ({ name: safeLine(value), act: set(parsed(param, value)) })),
      ],
    };
  }
  if (param.type === 'names' && choices !== null) return checklist(name, text, now, choices, set);
  return {
    type: 'type',
    text: param.type === 'names' ? `${text} (names, by commas)` : text,
    initial: paramText(now),
    fault: (answer) => faultOf(param, answer),
    act: (answer) => set(parsed(param, answer)),
  };
}

/** What is set and not on the host's list stays on it, and can be taken off. */
function checklist(
  param: string,
  text: string,
  now: Json,
  choices: readonly string[],
  set: (value: Json) => Act,
): Question {
  const checked = Array.isArray(now) ? now.map(String) : [];
  // A name with a blank or a comma in it cannot be named in a policy.
  const names = [...new Set([...checked, ...choices])].filter((name) => !/[\s,]/.test(name));
  return {
    type: 'check',
    text,
    choices: [
      ...names.map((name) => ({ name: safeLine(name), isChecked: checked.includes(name) })),
      { name: 'somebody who is not on this list', isChecked: false },
    ],
    act: (positions) =>
      positions.includes(names.length)
        ? { do: 'edit', param, isTyped: true }
        : set(names.filter((_, i) => positions.includes(i))),
  };
}

function parsed(param: Param, text: string): Json {
  return parseParam(param, text, (why) => {
    throw new Error(`a value that was not checked: ${why}`);
  });
}

function faultOf(param: Param, text: string): string | null {
  try {
    parseParam(param, text, (why) => {
      throw new Refused({ code: 'usage', args: { why } });
    });
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'usage') {
      return `It cannot be that: ${safeLine(error.refusal.args.why)}.`;
    }
    throw error;
  }
  return null;
}
