import { type Sshd, statementsOf } from '../facts/sshd.ts';
import { sshdFormat } from '../formats/sshd-config.ts';
import { decideSshd, holdsForAll } from '../formats/sshd-evaluate.ts';
import { withSshdFile } from '../formats/sshd-file.ts';
import type { Path } from '../model/path.ts';
import type { Wish } from '../model/wish.ts';

/** Sorts before what cloud-init and installers write there: the first value wins. */
export const SSHD_DROP_IN: Path = '/etc/ssh/sshd_config.d/00-holdfast.conf';

/**
 * Wishes for a line that decides for everybody: in our drop-in where sshd reads it before any other word on the
 * keyword, else in the file that decides now. Null where no line of a file would win.
 */
export function sshdWishes(server: Sshd, keyword: string, wanted: string): readonly Wish[] | null {
  const decide = (main: Sshd['main']) => decideSshd(statementsOf({ ...server, main }), keyword, holdsForAll);
  const decidesNow = decide(server.main).by?.path ?? server.main.path;
  for (const path of [SSHD_DROP_IN, decidesNow]) {
    const change = (text: string) => sshdFormat.set(text, keyword, wanted);
    if (decide(withSshdFile(server.main, path, change)).value !== wanted) continue;
    return sshdLineWishes(server, path, keyword, wanted);
  }
  return null;
}

/** Wishes for one line of a file of sshd's configuration, and for a reload. */
export function sshdLineWishes({ unit }: Sshd, path: Path, keyword: string, wanted: string): readonly Wish[] {
  const effects: Wish['effects'] = unit === null ? [] : [{ do: 'reload', unit }];
  const line: Wish = { kind: 'entry', key: path, part: `sshd:${keyword}`, desired: wanted, effects };
  // What benchmarks ask of every file of sshd's configuration.
  const mode: Wish = { kind: 'entry', key: path, part: 'mode', desired: 0o600, effects };
  return path === SSHD_DROP_IN ? [line, mode] : [line];
}
