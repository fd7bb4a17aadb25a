import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runTool } from './run-tool.ts';

/** The longest that anything here may take on a busy machine. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 60;
const ENDED = /^ended with (\d+)$/m;

/** A command at a real terminal (tmux), that is seen as a person sees it and answered by keys. */
export interface ADialogue extends Disposable {
  /** What is on the terminal now; with its colors if they are wanted. */
  seen(how?: 'in color'): string;
  /** The same when this is on it. */
  see(pattern: RegExp): Promise<string>;
  /** Moves in the list that is asked with to the first choice that begins so, and takes it. */
  choose(name: string): Promise<void>;
  /** Marks or unmarks these in the checklist that is asked with, and is done. */
  check(...names: readonly string[]): Promise<void>;
  /** Types the answer to the question that stands in the last line; `over`: in the place of what is there. */
  type(question: RegExp, answer: string, over?: 'over'): Promise<void>;
  key(name: string): void;
  /** Until the command's terminal has that size; tmux takes its time. */
  resize(columns: number, rows: number): Promise<void>;
  /** The exit code, and all that was on the terminal. */
  end(): Promise<{ readonly status: number; readonly all: string }>;
}

/** Starts the command; whatever still runs at the end is ended with the terminal. */
export function aDialogue(
  command: readonly string[],
  {
    columns = 80,
    rows = 24,
    env = {},
  }: {
    readonly columns?: number;
    readonly rows?: number;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): ADialogue {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-dialogue-'));
  const tmux = (...args: readonly string[]) =>
    runTool('tmux', ['-f', '/dev/null', '-S', join(place, 'tmux'), ...args]).toString();
  const set = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const script = '"$@"; echo "ended with $?"; exec sleep 600';
  tmux(
    'new-session',
    '-d',
    '-x',
    String(columns),
    '-y',
    String(rows),
    'env',
    ...set,
    'sh',
    '-c',
    script,
    'sh',
    ...command,
  );
  const seen = (how?: 'in color') => tmux('capture-pane', '-p', '-J', ...(how === undefined ? [] : ['-e']));
  const all = () => tmux('capture-pane', '-p', '-J', '-S', '-');
  const key = (name: string) => void tmux('send-keys', name);

  async function until<T>(look: () => T | null, what: string): Promise<T> {
    for (const started = performance.now(); ; await setTimeout(LOOK_MS)) {
      const found = look();
      if (found !== null) return found;
      if (performance.now() - started > PATIENCE_MS) throw new Error(`${what}; there is:\n${all()}`);
    }
  }
  /** What is asked with a list now, and all that stands before it. */
  function asked(): { readonly before: string; readonly rows: readonly string[] } | null {
    const text = all();
    const at = text.lastIndexOf('\n? ');
    const rows = text.slice(at + 1).split('\n');
    const end = rows.findIndex((row) => row.startsWith('(arrow keys'));
    return at < 0 || end < 0
      ? null
      : { before: text.slice(0, at), rows: rows.slice(1, end).filter((row) => row.trim() !== '') };
  }
  async function move(name: string): Promise<void> {
    const { rows: list } = await until(asked, `nothing is asked that ${name} would answer`);
    const names = list.map((row) => row.replace(/^[> ](?:\[[ x]\])? ?/, '').trim());
    const from = list.findIndex((row) => row.startsWith('>'));
    const to = names.findIndex((each) => each.startsWith(name));
    if (to < 0) throw new Error(`${name} is not offered:\n${all()}`);
    for (let at = from; at !== to; at += Math.sign(to - from)) key(to > from ? 'Down' : 'Up');
    await until(
      () => (asked()?.rows.findIndex((row) => row.startsWith('>')) === to ? true : null),
      `no cursor at ${name}`,
    );
  }
  async function enter(): Promise<void> {
    const before = asked()?.before;
    key('Enter');
    await until(() => (asked()?.before === before ? null : true), 'the answer is not taken');
  }
  return {
    seen,
    see: (pattern) => until(() => (pattern.test(seen()) ? seen() : null), `${pattern} does not come`),
    async choose(name) {
      await move(name);
      await enter();
    },
    async check(...names) {
      for (const name of names) {
        await move(name);
        const before = seen();
        key('Space');
        await until(() => (seen() === before ? null : true), `${name} is not marked`);
      }
      await enter();
    },
    async type(question, answer, over) {
      const line = () => all().trimEnd().split('\n').at(-1) ?? '';
      await until(() => (question.test(line()) ? true : null), `${question} is not asked`);
      if (over === 'over') key('C-u');
      if (answer !== '') tmux('send-keys', '-l', answer);
      await until(() => (line().endsWith(answer) ? true : null), `${answer} is not typed`);
      const before = all();
      key('Enter');
      await until(() => (all() === before ? null : true), `${answer} is not taken`);
    },
    key,
    async resize(width, height) {
      tmux('resize-window', '-x', String(width), '-y', String(height));
      const tty = tmux('display-message', '-p', '#{pane_tty}').trim();
      const size = () => runTool('stty', ['-F', tty, 'size']).toString().trim();
      await until(() => (size() === `${height} ${width}` ? true : null), 'the size does not change');
    },
    async end() {
      const status = await until(() => ENDED.exec(all())?.[1] ?? null, 'it does not end');
      return { status: Number(status), all: all() };
    },
    [Symbol.dispose]() {
      tmux('kill-server');
      rmSync(place, { recursive: true });
    },
  };
}
