import { type ShellStartup, type StartupScript, shellStartup } from '../facts/shell-startup.ts';
import { runStartup, type ShellStart, type Started } from '../formats/run-startup.ts';
import { shellFormat } from '../formats/shell-lines.ts';
import { parseShellScript } from '../formats/shell-script.ts';
import { shellVariableLines } from '../formats/shell-variable-lines.ts';
import { Malformed } from '../model/format.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';

/** TMOUT: what shells wait for the next command before they end. */
export const shellTimeout = { startup: shellStartup, ends };

interface Wanted {
  readonly seconds: number;
  readonly isExported: boolean;
}

/** One way in which shells start here. */
interface Start extends ShellStart {
  readonly object: string;
  readonly statement: string;
  /** Whether it has such a time-out at all, or must only start. */
  readonly hasTimeout: boolean;
}

const VARIABLE = 'TMOUT';
const DROP_IN: Path = '/etc/profile.d/zz-holdfast-tmout.sh';
const SOURCE = `[ ! -r ${DROP_IN} ] || . ${DROP_IN}`;
/** As an int of C: what is more is none. */
const MOST_SECONDS = 2 ** 31;

/**
 * Interactive shells end when nobody has typed for that long, and nobody can switch that off; and every shell still
 * starts: a second assignment to what is read-only ends a dash that is to run a command. One requirement per way of
 * starting one.
 */
function ends(startup: ShellStartup, wanted: Wanted): readonly Requirement[] {
  const starts = startsOf(startup, wanted);
  const unread = startup.files.filter(({ script, text }) => script === null && text.includes(VARIABLE));
  if (unread.length > 0) return starts.map((start) => unknown(start, unread));
  const judged = starts.map((start) => ({ start, now: run(startup.files, start) }));
  const isMet = ({ start, now }: (typeof judged)[number]) =>
    now.length > 0 && now.every((each) => isRight(each, start, wanted));
  const planned = judged.every(isMet) ? null : plan(startup, starts, wanted);
  return judged.map((each): Requirement => {
    const { start, now } = each;
    const about = {
      object: start.object,
      statement: start.statement,
      evidence: evidenceOf(startup, start, now),
      wishes: [],
    };
    if (isMet(each)) return { ...about, verdict: 'met' };
    if (planned !== null && 'wishes' in planned)
      return { ...about, verdict: 'unmet', wishes: planned.wishes };
    return { ...about, verdict: 'manual', steps: planned?.steps ?? [] };
  });
}

function startsOf({ hasBash, hasZsh, files }: ShellStartup, { seconds }: Wanted): readonly Start[] {
  const has = (path: string) => files.some((file) => file.path === path);
  const says = (what: string) =>
    `${what} ends after ${seconds} seconds without a command, and nobody can switch that off`;
  const starts: Start[] = [];
  const timed = { isInteractive: true, hasTimeout: true };
  if (hasBash) {
    const chain = [has('/etc/bash.bashrc') ? '/etc/bash.bashrc' : '/etc/bashrc'];
    const bash = { ...timed, shell: 'bash' as const };
    starts.push(
      {
        ...bash,
        object: 'bash:login',
        statement: says('a login to bash'),
        isLogin: true,
        chain: ['/etc/profile'],
      },
      {
        ...bash,
        object: 'bash:interactive',
        statement: says('a bash that somebody starts'),
        isLogin: false,
        chain,
      },
    );
  }
  if (hasZsh) {
    const directory = has('/etc/zsh/zshrc') || !has('/etc/zshrc') ? '/etc/zsh' : '/etc';
    const chain = ['zshenv', 'zprofile', 'zshrc', 'zlogin'].map((name) => `${directory}/${name}`);
    starts.push({ ...timed, object: 'zsh', statement: says('zsh'), shell: 'zsh', isLogin: true, chain });
  }
  const sh = { shell: 'dash', isLogin: true, chain: ['/etc/profile'], hasTimeout: false } as const;
  return [
    ...starts,
    {
      ...sh,
      object: 'sh:login',
      statement: 'a login to sh reads its start-up files to the end',
      isInteractive: true,
    },
    {
      ...sh,
      object: 'sh:command',
      statement: 'a command that a login to sh is to run, as su - and sudo -i give it, is run',
      isInteractive: false,
    },
  ];
}

function run(files: readonly StartupScript[], start: Start): readonly Started[] {
  try {
    return runStartup(start, files, VARIABLE);
  } catch (error) {
    if (error instanceof Malformed) return [];
    throw error;
  }
}

function isRight(
  { variable, died }: Started,
  { hasTimeout }: Start,
  { seconds, isExported }: Wanted,
): boolean {
  if (died !== null) return false;
  if (!hasTimeout) return true;
  const { value } = variable;
  const isNumber = typeof value === 'string' && /^\d+$/.test(value);
  const given = isNumber ? Number(value) : 0;
  return (
    given > 0 &&
    given < MOST_SECONDS &&
    given <= seconds &&
    variable.isReadonly &&
    (!isExported || variable.isExported)
  );
}

/** Our own file, a line that has bash and zsh read it, and every other line about it put out of action. */
function plan(
  { files, own, hasZsh }: ShellStartup,
  starts: readonly Start[],
  wanted: Wanted,
): { readonly wishes: readonly Wish[] } | { readonly steps: readonly string[] } {
  const others = files.filter(({ path }) => path !== DROP_IN);
  const lines = others.flatMap((file) =>
    file.script === null
      ? []
      : shellVariableLines(file.text, VARIABLE).map((line) => ({ ...line, path: file.path })),
  );
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const wishes: Wish[] = [{ kind: 'entry', key: DROP_IN, desired: { text: dropIn(wanted) } }];
  texts.set(DROP_IN, dropIn(wanted));
  const set = (key: Path, part: string) => {
    wishes.push({ kind: 'entry', key, part: `shell:${part}`, desired: true });
    texts.set(key, shellFormat.set(texts.get(key) ?? '', part, true));
  };
  for (const { path, text, isAlone } of lines) if (isAlone) set(path, `quiet/${text}`);
  const bashrc = files.find(({ path }) => path === '/etc/bash.bashrc');
  if (bashrc !== undefined) set(bashrc.path, `line/${SOURCE}`);
  const zshrc = files.find(({ path }) => path === '/etc/zsh/zshrc' || path === '/etc/zshrc');
  if (hasZsh && zshrc !== undefined) set(zshrc.path, `line/${SOURCE}`);

  const after = [...texts].map(
    ([path, text]): StartupScript => ({ path, text, why: null, script: parsed(text) }),
  );
  const failing = starts.filter((start) => {
    const ways = run(after, start);
    // A complaint takes the rest of its line with it, and people see it at every login.
    return (
      ways.length === 0 || !ways.every((each) => isRight(each, start, wanted) && each.complaints.length === 0)
    );
  });
  const dying = own.filter(({ user, file }) => {
    const chain = ['/etc/profile', file.path];
    const start: ShellStart = { shell: 'dash', isLogin: true, isInteractive: true, chain };
    try {
      return runStartup(start, [...after, file], VARIABLE).some(({ died }) => died !== null);
    } catch (error) {
      if (error instanceof Malformed) return file.text.includes(VARIABLE) || user === '';
      throw error;
    }
  });
  if (failing.length === 0 && dying.length === 0) return { wishes };
  return {
    steps: [
      ...lines
        .filter(({ isAlone }) => !isAlone)
        .map(({ path, line, text }) => `take TMOUT out of line ${line} of ${path}: ${text.trim()}`),
      ...dying.map(
        ({ user, shell, file }) =>
          `take TMOUT out of ${file.path}${numbersOf(file)}: ${user} logs in with ${shell}, which would leave out the rest of it, for TMOUT would be read-only`,
      ),
      ...(failing.length > 0 && lines.every(({ isAlone }) => isAlone)
        ? [
            `see why ${failing.map(({ object }) => object).join(', ')} would not have TMOUT from ${DROP_IN}: bash -lixc true`,
          ]
        : []),
      'then plan again',
    ],
  };
}

/** Read-only twice ends a dash, so what has it already is left alone; the test is in a shell of its own. */
function dropIn({ seconds, isExported }: Wanted): string {
  return `# Ends interactive shells that nobody types into. Written by Holdfast: accounts/shell-idle-timeout.
case $- in
  *i*)
    if (unset TMOUT) 2> /dev/null; then
      TMOUT=${seconds}
      readonly TMOUT${isExported ? '\n      export TMOUT' : ''}
    fi
    ;;
esac
`;
}

function parsed(text: string): StartupScript['script'] {
  try {
    return parseShellScript(text);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function numbersOf({ text, script }: StartupScript): string {
  if (script === null) return '';
  const lines = shellVariableLines(text, VARIABLE).map(({ line }) => line);
  return lines.length === 0 ? '' : `, line ${lines.join(', ')}`;
}

function unknown(start: Start, unread: readonly StartupScript[]): Requirement {
  return {
    object: start.object,
    verdict: 'unknown',
    statement: start.statement,
    evidence: unread.map(({ path, why }) => ({
      source: path,
      ...(why === null ? {} : { line: why.line }),
      says: `names TMOUT, and cannot be followed${why === null ? '' : `: it ${why.why}`}`,
      wins: true,
    })),
    wishes: [],
  };
}

function evidenceOf(
  { files }: ShellStartup,
  { hasTimeout, chain }: Start,
  ways: readonly Started[],
): readonly Evidence[] {
  const textAt = (path: string, line: number) =>
    files
      .find((file) => file.path === path)
      ?.text.split('\n')
      [line - 1]?.trim() ?? '';
  const died = ways.flatMap((way) => (way.died === null ? [] : [way.died]));
  const set = ways.flatMap(({ variable }) => (variable.by === null ? [] : [variable]));
  const found: Evidence[] = [
    ...died.map(({ path, line }) => ({
      source: path,
      line,
      says: `${textAt(path, line)}: TMOUT is read-only there, and sh goes no further`,
      wins: true,
    })),
    ...ways.flatMap(({ complaints }) =>
      complaints.map(({ path, line }) => ({
        source: path,
        line,
        says: `${textAt(path, line)}: TMOUT is read-only there, and an error is shown`,
        wins: false,
      })),
    ),
    ...(hasTimeout
      ? set.map(({ by, isReadonly, isExported }) => ({
          source: by?.path ?? '',
          line: by?.line ?? 1,
          says: `${textAt(by?.path ?? '', by?.line ?? 1)} (${isReadonly ? 'read-only' : 'anybody can change it'}${isExported ? ', handed on to programs' : ''})`,
          wins: true,
        }))
      : []),
    ...(hasTimeout && set.length < ways.length
      ? [
          {
            source: chain.at(-1) ?? '',
            says: set.length === 0 ? 'nothing sets TMOUT' : 'TMOUT is not set in every case',
            wins: true,
          },
        ]
      : []),
  ];
  const distinct = new Map(found.map((each) => [JSON.stringify(each), each]));
  if (distinct.size > 0) return [...distinct.values()];
  return [{ source: chain.at(-1) ?? '', says: 'nothing in it assigns TMOUT twice', wins: true }];
}
