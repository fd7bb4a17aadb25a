import { parseShellScript, type ShellList } from '../formats/shell-script.ts';
import { Malformed } from '../model/format.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';
import { users } from './users.ts';

export interface StartupScript {
  readonly path: Path;
  readonly text: string;
  /** Null where it cannot be parsed: `why` says what at which line. */
  readonly script: ShellList | null;
  readonly why: { readonly line: number; readonly why: string } | null;
}

/** What shells go through when they start. */
export interface ShellStartup {
  readonly hasBash: boolean;
  readonly hasZsh: boolean;
  /** The system's, in no order: who reads what when is what the scripts themselves say. */
  readonly files: readonly StartupScript[];
  /** What people's own login shells read after that: of shells that take POSIX at its word. */
  readonly own: readonly { readonly user: string; readonly shell: string; readonly file: StartupScript }[];
}

/** Debian's and SUSE's, Red Hat's; and zsh's, each in both. */
const FILES: readonly Path[] = [
  '/etc/profile',
  '/etc/bash.bashrc',
  '/etc/bashrc',
  '/etc/zsh/zshenv',
  '/etc/zsh/zprofile',
  '/etc/zsh/zshrc',
  '/etc/zsh/zlogin',
  '/etc/zshenv',
  '/etc/zprofile',
  '/etc/zshrc',
  '/etc/zlogin',
];
const DIRECTORY: Path = '/etc/profile.d';
const POSIX_SHELL = /\/(?:sh|dash|ash|ksh|mksh)$/;

export const shellStartup: Fact<ShellStartup> = {
  name: 'shell-startup',
  async read(host, use) {
    const names = ((await host.list(DIRECTORY)) ?? []).filter((name) => name.endsWith('.sh'));
    const files: StartupScript[] = [];
    for (const path of [...FILES, ...names.map((name): Path => `${DIRECTORY}/${name}`)]) {
      const file = await scriptAt(host, path);
      if (file !== null) files.push(file);
    }
    const own: ShellStartup['own'][number][] = [];
    for (const { name, home, shell } of await use(users)) {
      if (!home.startsWith('/') || !(shell === '' || POSIX_SHELL.test(shell))) continue;
      const file = await scriptAt(host, `${home === '/' ? '' : home}/.profile` as Path);
      if (file !== null) own.push({ user: name, shell: shell === '' ? '/bin/sh' : shell, file });
    }
    return { hasBash: await isThere(host, 'bash'), hasZsh: await isThere(host, 'zsh'), files, own };
  },
};

async function isThere(host: HostReader, shell: string): Promise<boolean> {
  return (await host.resolve(`/bin/${shell}`)) !== null || (await host.resolve(`/usr/bin/${shell}`)) !== null;
}

async function scriptAt(host: HostReader, path: Path): Promise<StartupScript | null> {
  const target = await host.resolve(path);
  if (target === null || (await host.status(target))?.type !== 'file') return null;
  return hostFile(host, path, (text) => {
    try {
      return { path, text, script: parseShellScript(text), why: null };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return { path, text, script: null, why: { line: error.line, why: error.why } };
    }
  });
}
