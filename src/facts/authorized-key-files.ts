import { type AuthorizedKey, parseAuthorizedKeys } from '../formats/authorized-keys.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { hostFile } from './host-file.ts';

export interface AuthorizedKeyFile {
  /** With every link in it followed. */
  readonly path: Path;
  readonly keys: readonly AuthorizedKey[];
}

/** The files that a user's keys are read from, by sshd's AuthorizedKeysFile; only those that are there. */
export async function authorizedKeyFiles(
  host: HostReader,
  { name, uid, home }: PasswdEntry,
  setting: string,
): Promise<readonly AuthorizedKeyFile[]> {
  const files: AuthorizedKeyFile[] = [];
  // sshd_config(5), TOKENS. `none` is a word of its own and no file.
  const tokens: Readonly<Record<string, string>> = { '%': '%', h: home, u: name, U: String(uid) };
  for (const word of setting.split(' ').filter((each) => each !== '' && each !== 'none')) {
    const named = word.replaceAll(/%(.)/g, (whole, token: string) => tokens[token] ?? whole);
    const path = await host.resolve((named.startsWith('/') ? named : `${home}/${named}`) as Path);
    if (path === null || (await host.status(path))?.type !== 'file') continue;
    files.push({ path, keys: (await hostFile(host, path, parseAuthorizedKeys)) ?? [] });
  }
  return files;
}
