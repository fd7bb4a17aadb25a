import { Malformed } from '../model/format.ts';
import { splitLines } from './lines.ts';

/** What a module may answer, as far as it matters to who gets in; pam(3) has more words for each. */
export type PamCode = 'success' | 'auth_err' | 'ignore' | 'module_unknown';
/** What is made of an answer, pam.d(5); a number jumps over that many modules. */
export type PamAction = 'ok' | 'done' | 'bad' | 'die' | 'ignore' | 'reset' | number;
export type PamType = 'auth' | 'account' | 'password' | 'session';

/** By answer; `default` is what is said of all others. */
export type PamControl = { readonly [answer: string]: PamAction };

interface Placed {
  /** 1-based. */
  readonly line: number;
  /** The line as it stands, without what continues it. */
  readonly text: string;
}

/** A module that is asked. */
export interface PamModule extends Placed {
  readonly is: 'module';
  readonly type: PamType;
  readonly control: PamControl;
  /** As it is written: a name, or a path. */
  readonly module: string;
  readonly args: readonly string[];
}

/** Lines of another file in this place: of all types (`@include`), or of one; a substack decides for itself. */
export interface PamInclude extends Placed {
  readonly is: 'include' | 'substack';
  /** Null for all. */
  readonly type: PamType | null;
  readonly file: string;
}

/** What PAM cannot read: whoever comes to it is refused. */
export interface PamBroken extends Placed {
  readonly is: 'broken';
  readonly why: string;
}

export type PamLine = PamModule | PamInclude | PamBroken;

const TYPES: readonly PamType[] = ['auth', 'account', 'password', 'session'];
const ACTIONS = ['ok', 'done', 'bad', 'die', 'ignore', 'reset'];
/** The words for the commonest ways, pam.d(5). */
const CONTROLS: { readonly [word: string]: PamControl } = {
  required: { success: 'ok', new_authtok_reqd: 'ok', ignore: 'ignore', default: 'bad' },
  requisite: { success: 'ok', new_authtok_reqd: 'ok', ignore: 'ignore', default: 'die' },
  sufficient: { success: 'done', new_authtok_reqd: 'done', default: 'ignore' },
  optional: { success: 'ok', new_authtok_reqd: 'ok', default: 'ignore' },
};

/** Reads a file of pam.d(5). It never fails: what PAM could not read is a line that says so. */
export function parsePam(text: string): readonly PamLine[] {
  const found: PamLine[] = [];
  const lines = splitLines(text);
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1;
    const first = lines[at]?.text ?? '';
    let whole = withoutComment(first);
    while (whole.endsWith('\\') && at + 1 < lines.length) {
      at++;
      whole = `${whole.slice(0, -1)} ${withoutComment(lines[at]?.text ?? '')}`;
    }
    const words = whole.match(/\[(?:\\\]|[^\]])*\]|[^\s[]\S*|\[/g) ?? [];
    if (words.length > 0) found.push({ line, text: first, ...meaningOf(words) });
  }
  return found;
}

/** For a candidate: throws {@link Malformed} at the first line that PAM cannot read. */
export function checkPam(text: string): void {
  for (const each of parsePam(text)) if (each.is === 'broken') throw new Malformed(each.line, each.why);
}

type Meaning = Omit<PamModule, keyof Placed> | Omit<PamInclude, keyof Placed> | Omit<PamBroken, keyof Placed>;

function meaningOf([first = '', ...rest]: readonly string[]): Meaning {
  if (first === '@include') {
    const [file] = rest;
    return file === undefined ? broken('names no file') : { is: 'include', type: null, file };
  }
  const type = TYPES.find((each) => each === first.replace(/^-/, '').toLowerCase());
  if (type === undefined) return broken('begins with no type');
  const [control = '', module, ...args] = rest;
  if (module === undefined) return broken('names no module');
  if (control === 'include' || control === 'substack') return { is: control, type, file: module };
  const actions = controlOf(control);
  if (actions === null) return broken(`has the control ${control}, which is none`);
  return { is: 'module', type, control: actions, module, args: args.map(unbracketed) };
}

function broken(why: string): Meaning {
  return { is: 'broken', why };
}

function controlOf(word: string): PamControl | null {
  if (!word.startsWith('[')) return CONTROLS[word.toLowerCase()] ?? null;
  const actions: { [answer: string]: PamAction } = {};
  for (const pair of word.slice(1, -1).trim().split(/\s+/)) {
    const [, answer, action] = /^(\w+)=(\w+)$/.exec(pair) ?? [];
    if (answer === undefined || action === undefined) return null;
    if (/^[1-9]\d*$/.test(action)) actions[answer] = Number(action);
    else if (ACTIONS.includes(action)) actions[answer] = action as PamAction;
    else return null;
  }
  return actions;
}

function unbracketed(word: string): string {
  return word.startsWith('[') ? word.slice(1, -1).replaceAll('\\]', ']') : word;
}

function withoutComment(text: string): string {
  return text.replace(/#.*$/s, '').trim();
}
