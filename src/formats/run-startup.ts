import { Malformed } from '../model/format.ts';
import { globPattern } from './glob-pattern.ts';
import { expandShellWord } from './shell-expand.ts';
import type { ShellCommand, ShellItem, ShellList } from './shell-script.ts';

/**
 * Shells by what they make of an assignment to a read-only variable at their start: bash complains and goes on, also
 * where it is sh, for it reads these files before it takes POSIX at its word. dash ends; an interactive one gives up
 * the file and all that read it, and goes on with the next.
 */
export type Shell = 'bash' | 'dash' | 'zsh';

/** How a shell is started. */
export interface ShellStart {
  readonly shell: Shell;
  readonly isLogin: boolean;
  readonly isInteractive: boolean;
  /** The files that it reads by itself, in their order. */
  readonly chain: readonly string[];
}

export interface StartupFile {
  readonly path: string;
  /** Null where it cannot be parsed; then it is taken to do nothing. */
  readonly script: ShellList | null;
}

/** Where a variable got what it has. */
export interface ShellPlace {
  readonly path: string;
  readonly line: number;
}

export interface ShellVariable {
  /** Undefined where it is not set, null where it cannot be told. */
  readonly value: string | null | undefined;
  readonly isReadonly: boolean;
  readonly isExported: boolean;
  readonly by: ShellPlace | null;
}

/** One of the ways in which a shell's start may end. */
export interface Started {
  readonly variable: ShellVariable;
  /** The command at which the shell went no further. */
  readonly died: ShellPlace | null;
  /** Commands that were refused. */
  readonly complaints: readonly ShellPlace[];
}

interface World {
  readonly variables: { readonly [name: string]: ShellVariable };
  /** How the last command ended; null where that is not known. */
  readonly status: boolean | null;
  /** `abort`: bash gives up the line and goes on with the next. */
  readonly flow: 'on' | 'return' | 'abort' | 'exit' | 'died';
  readonly at: ShellPlace | null;
  readonly complaints: readonly ShellPlace[];
}

const UNSET: ShellVariable = { value: undefined, isReadonly: false, isExported: false, by: null };
const MOST_WAYS = 64;
/** How Debian's /etc/profile goes through a directory since Debian 13. */
const RUN_PARTS =
  /^\$\(run-parts --list --regex '\^\[a-zA-Z0-9_\]\[a-zA-Z0-9\._-\]\*\\\.sh\$' (\/[\w./-]+)\)$/;
const NAMED = /^[a-zA-Z0-9_][a-zA-Z0-9._-]*\.sh$/;

/**
 * Goes through start-up files as a shell does and tells what becomes of one variable, in every way in
 * which what is not known may turn out. Files that are not among these are taken to do nothing about it.
 */
export function runStartup(
  { shell, isLogin, isInteractive, chain }: ShellStart,
  files: readonly StartupFile[],
  name: string,
): readonly Started[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const known: { readonly [name: string]: string | undefined } = {
    // dash sets it always, so it tells nothing there.
    PS1: isInteractive || shell === 'dash' ? '$ ' : undefined,
    '-': isInteractive ? 'i' : '',
    BASH: shell === 'bash' ? '/bin/bash' : undefined,
    BASH_VERSION: shell === 'bash' ? '5.2' : undefined,
    ZSH_VERSION: shell === 'zsh' ? '5.9' : undefined,
    KSH_VERSION: undefined,
  };
  const tracked = new Set([name]);
  for (const { script } of files)
    if (script !== null) for (const used of usedFor(script, name)) tracked.add(used);

  const lookup = (world: World) => (variable: string) => {
    const own = world.variables[variable];
    if (own !== undefined) return own.value;
    if (tracked.has(variable)) return undefined;
    return variable in known ? known[variable] : null;
  };
  const expand = (world: World, word: string) => expandShellWord(word, lookup(world));
  const statused = (world: World, status: boolean | null): World => ({ ...world, status });

  function runFile(file: StartupFile, worlds: readonly World[]): readonly World[] {
    let now = worlds;
    for (const item of file.script ?? []) {
      const ready = now.map((world) =>
        world.flow === 'abort' && (world.at?.line ?? 0) < item.command.line
          ? { ...world, flow: 'on' as const }
          : world,
      );
      now = runItem(file, item, ready);
    }
    return distinct(now.map((world) => (isOver(world) ? world : { ...world, flow: 'on' })));
  }

  function runList(file: StartupFile, list: ShellList, worlds: readonly World[]): readonly World[] {
    return list.reduce((now, item) => runItem(file, item, now), worlds);
  }

  function runItem(file: StartupFile, item: ShellItem, worlds: readonly World[]): readonly World[] {
    const next = worlds.flatMap((world): readonly World[] => {
      if (world.flow !== 'on') return [world];
      const ready = item.after === ';' ? [world] : decided(world);
      return ready.flatMap((each) => {
        if (item.after === '&&' && each.status === false) return [each];
        if (item.after === '||' && each.status === true) return [each];
        const done = runCommand(file, item.command, each);
        if (!item.isNegated) return done;
        return done.map((one) => statused(one, one.status === null ? null : !one.status));
      });
    });
    return distinct(next);
  }

  function runCommand(file: StartupFile, command: ShellCommand, world: World): readonly World[] {
    switch (command.is) {
      case 'simple':
        return runSimple(file, command.words, command.line, world);
      case 'group':
        return runList(file, command.body, [world]);
      case 'subshell':
        return runList(file, command.body, [world]).map((done) =>
          statused(world, done.flow === 'on' || done.flow === 'return' ? done.status : false),
        );
      case 'if': {
        let open: readonly World[] = [world];
        const done: World[] = [];
        for (const [test, then] of command.branches) {
          const tested = runList(file, test, open).flatMap((each) =>
            each.flow === 'on' ? decided(each) : [each],
          );
          done.push(
            ...runList(
              file,
              then,
              tested.filter((each) => each.flow !== 'on' || each.status === true),
            ),
          );
          open = tested.filter((each) => each.flow === 'on' && each.status === false);
        }
        const others = open.map((each) => statused(each, true));
        return [...done, ...runList(file, command.otherwise, others)];
      }
      case 'for': {
        let now: readonly World[] = [world];
        for (const value of command.words.flatMap((word) => valuesOf(word, world))) {
          const set = now.map((each) => (each.flow === 'on' ? withValue(each, command.name, value) : each));
          const done = runList(file, command.body, set);
          now = distinct(value === null ? [...now, ...done] : done);
        }
        return now.map((each) => withoutValue(each, command.name));
      }
      case 'loop':
        return [statused(world, null), ...runList(file, command.body, [world])];
      case 'case': {
        const value = expand(world, command.word);
        const done: World[] = [];
        let isOpen = true;
        for (const { patterns, body } of isOpen ? command.arms : []) {
          if (!isOpen) break;
          const fits = patterns.map((pattern) => fitsCase(value, expandPattern(pattern)));
          if (fits.every((each) => each === false)) continue;
          done.push(...runList(file, body, [statused(world, true)]));
          isOpen = !fits.includes(true);
        }
        return isOpen ? [...done, statused(world, true)] : done;
      }
      default:
        return [statused(world, null)];
    }
  }

  function runSimple(
    file: StartupFile,
    words: readonly string[],
    line: number,
    before: World,
  ): readonly World[] {
    const at = { path: file.path, line };
    const world = words.reduce((now, word) => defaulted(now, word, at), before);
    if (world.flow !== 'on') return [world];
    const first = words.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word));
    if (first < 0) return [words.reduce((now, word) => assign(now, word, at, {}), statused(world, true))];
    const command = expand(world, words[first] ?? '');
    const args = words.slice(first + 1);
    switch (command) {
      case ':':
      case 'true':
        return [statused(world, true)];
      case 'false':
        return [statused(world, false)];
      case '[':
      case 'test':
        return [
          statused(
            world,
            testOf(
              args.filter((arg, i) => !(arg === ']' && i === args.length - 1)),
              world,
            ),
          ),
        ];
      case 'return':
        return [{ ...world, flow: 'return' }];
      case 'exit':
        return [{ ...world, flow: 'exit' }];
      case 'shopt':
        return [statused(world, args.join(' ') === '-q login_shell' ? isLogin : null)];
      case '.':
      case 'source':
        return source(expand(world, args[0] ?? ''), world);
      case 'readonly':
      case 'export':
        return [
          declare(world, command, args, at, {
            isReadonly: command === 'readonly',
            isExported: command === 'export',
          }),
        ];
      case 'declare':
      case 'typeset': {
        // dash has no such word.
        if (shell === 'dash') return [statused(world, false)];
        const flags = args.filter((arg) => /^-\w+$/.test(arg)).join('');
        return [
          declare(world, command, args, at, {
            isReadonly: flags.includes('r'),
            isExported: flags.includes('x'),
          }),
        ];
      }
      case 'unset':
        return [args.reduce((now, arg) => unset(now, arg, at), statused(world, true))];
      default:
        return [statused(world, null)];
    }
  }

  /** `${name:=word}` sets what is not set. */
  function defaulted(world: World, word: string, at: ShellPlace): World {
    const [, variable = '', colon, value] = /\$\{(\w+)(:?)=([^{}]*)\}/.exec(word) ?? [];
    if (value === undefined || word.startsWith("'")) return world;
    const now = world.variables[variable]?.value;
    const isMissing = now === undefined || (colon === ':' && now === '');
    return isMissing ? assign(world, `${variable}=${value}`, at, {}) : world;
  }

  function source(path: string | null, world: World): readonly World[] {
    const file = path === null ? undefined : byPath.get(path);
    return file === undefined ? [statused(world, null)] : runFile(file, [statused(world, true)]);
  }

  function declare(
    world: World,
    command: string,
    args: readonly string[],
    at: ShellPlace,
    marks: Partial<ShellVariable>,
  ): World {
    const named = args.filter((arg) => !arg.startsWith('-'));
    return named.reduce(
      (now, arg) => {
        if (now.flow !== 'on') return now;
        return arg.includes('=') ? assign(now, arg, at, marks, command) : mark(now, arg, marks);
      },
      statused(world, true),
    );
  }

  function mark(world: World, variable: string, marks: Partial<ShellVariable>): World {
    if (!tracked.has(variable)) return world;
    const now = world.variables[variable] ?? UNSET;
    const next = {
      ...now,
      isReadonly: now.isReadonly || marks.isReadonly === true,
      isExported: now.isExported || marks.isExported === true,
    };
    return { ...world, variables: { ...world.variables, [variable]: next } };
  }

  function assign(
    world: World,
    word: string,
    at: ShellPlace,
    marks: Partial<ShellVariable>,
    builtin: string | null = null,
  ): World {
    const equals = word.indexOf('=');
    const variable = word.slice(0, equals).replace(/\+$/, '');
    if (world.flow !== 'on' || !tracked.has(variable)) return world;
    const now = world.variables[variable] ?? UNSET;
    if (now.isReadonly) return refused(world, at, builtin);
    const value = word[equals - 1] === '+' ? null : expand(world, word.slice(equals + 1));
    const next = { ...now, value, by: at };
    return mark({ ...world, variables: { ...world.variables, [variable]: next } }, variable, marks);
  }

  function unset(world: World, variable: string, at: ShellPlace): World {
    if (world.flow !== 'on' || !tracked.has(variable)) return world;
    if (world.variables[variable]?.isReadonly) return refused(world, at, 'unset');
    return { ...world, variables: { ...world.variables, [variable]: UNSET } };
  }

  /** A builtin of bash's only complains; dash and zsh give up more than the line. */
  function refused(world: World, at: ShellPlace, builtin: string | null): World {
    if (shell === 'dash') return { ...world, flow: 'died', at };
    const refusal: World = { ...world, status: false, complaints: [...world.complaints, at], at };
    if (shell === 'zsh') return { ...refusal, flow: 'return' };
    return builtin === null ? { ...refusal, flow: 'abort' } : refusal;
  }

  /** The files that a pattern means, or that run-parts(8) would name; one unknown value where that cannot be told. */
  function valuesOf(word: string, world: World): readonly (string | null)[] {
    const directory = RUN_PARTS.exec(word)?.[1];
    if (directory !== undefined) {
      return childrenOf(directory).filter((path) => NAMED.test(path.slice(directory.length + 1)));
    }
    const value = expand(world, word);
    if (value === null || !/[*?[]/.test(value)) return [value];
    const parent = value.slice(0, value.lastIndexOf('/'));
    const pattern = globPattern(value.slice(parent.length + 1));
    return childrenOf(parent).filter((path) => pattern.test(path.slice(parent.length + 1)));
  }

  function childrenOf(directory: string): readonly string[] {
    return [...byPath.keys()].filter((path) => path.slice(0, path.lastIndexOf('/')) === directory).sort();
  }

  /** test(1), of what stands alone: `-n word`, `-z word`, `word`, two words compared, and files that are known. */
  function testOf(args: readonly string[], world: World): boolean | null {
    const [first = '', second, third] = args;
    if (first === '!') {
      const inner = testOf(args.slice(1), world);
      return inner === null ? null : !inner;
    }
    if (args.length === 0) return false;
    const value = (word: string) => expand(world, word);
    if (args.length === 1) return emptiness(value(first), false);
    if (args.length === 2) {
      const given = value(second ?? '');
      if (first === '-n') return emptiness(given, false);
      if (first === '-z') return emptiness(given, true);
      if (/^-[defrs]$/.test(first) && given !== null) return isKnown(given) ? true : null;
      return null;
    }
    if (args.length !== 3) return null;
    const [left, right] = [value(first), value(third ?? '')];
    if (left === null || right === null) return null;
    if (second === '=' || second === '==') return left === right;
    if (second === '!=') return left !== right;
    const compared = second === undefined ? undefined : NUMBERS[second];
    return compared === undefined || !/^\d+$/.test(left) || !/^\d+$/.test(right)
      ? null
      : compared(Number(left), Number(right));
  }

  function isKnown(path: string): boolean {
    return byPath.has(path) || [...byPath.keys()].some((each) => each.startsWith(`${path}/`));
  }

  function withValue(world: World, variable: string, value: string | null): World {
    tracked.add(variable);
    return { ...world, variables: { ...world.variables, [variable]: { ...UNSET, value } } };
  }

  const start: World = { variables: {}, status: true, flow: 'on', at: null, complaints: [] };
  let worlds: readonly World[] = [start];
  for (const path of chain) {
    const file = byPath.get(path);
    if (file !== undefined) worlds = runFile(file, worlds);
  }
  const ends = worlds
    .filter(({ flow }) => flow !== 'exit')
    .map(
      ({ variables, flow, at, complaints }): Started => ({
        variable: variables[name] ?? UNSET,
        died: flow === 'died' ? at : null,
        complaints,
      }),
    );
  return [...new Map(ends.map((end) => [JSON.stringify(end), end])).values()];
}

const NUMBERS: { readonly [operator: string]: (left: number, right: number) => boolean } = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
};

function isOver({ flow }: World): boolean {
  return flow === 'exit' || flow === 'died';
}

/** Both, where it is not known how the last command ended. */
function decided(world: World): readonly World[] {
  return world.status === null ? [true, false].map((status) => ({ ...world, status })) : [world];
}

function withoutValue(world: World, variable: string): World {
  const { [variable]: _, ...variables } = world.variables;
  return { ...world, variables };
}

function distinct(worlds: readonly World[]): readonly World[] {
  const found = new Map(worlds.map((world) => [JSON.stringify(world), world]));
  if (found.size > MOST_WAYS) throw new Malformed(1, 'can be gone through in too many ways');
  return [...found.values()];
}

function emptiness(value: string | null, isWanted: boolean): boolean | null {
  return value === null ? null : (value === '') === isWanted;
}

function expandPattern(pattern: string): string | null {
  return /[$`'"\\]/.test(pattern) ? null : pattern;
}

function fitsCase(value: string | null, pattern: string | null): boolean | null {
  if (pattern === '*') return true;
  return value === null || pattern === null ? null : globPattern(pattern).test(value);
}

/** Variables out of which the value of another is made. */
function usedFor(script: ShellList, name: string): readonly string[] {
  const text = JSON.stringify(script);
  return [...text.matchAll(new RegExp(`${name}=[^ ]*?\\$\\{?([A-Za-z_]\\w*)`, 'g'))].map(
    (match) => match[1] ?? '',
  );
}
