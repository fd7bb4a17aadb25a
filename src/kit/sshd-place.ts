import { type Sshd, statementsOf } from '../facts/sshd.ts';
import { sshdFormat } from '../formats/sshd-config.ts';
import { decideSshd, holdsForAll } from '../formats/sshd-evaluate.ts';
import { withSshdFile } from '../formats/sshd-file.ts';
import type { Path } from '../model/path.ts';
import type { Wish } from '../model/wish.ts';

/**
 * A playbook's own drop-in, so that it does not matter who writes first. It sorts before what cloud-init and installers
 * write there: the first value wins. `topic` is null for authentication, which was there before the others.
 */
export function sshdDropIn(topic: string | null): Path {
  return `/etc/ssh/sshd_config.d/00-holdfast${topic === null ? '' : `-${topic}`}.conf`;
}

/**
 * Wishes for a line that decides for everybody: in the drop-in where sshd reads it before any other word on the
 * keyword, else in the file that decides now. Null where no line of a file would win.
 */
export function sshdWishes(
  server: Sshd,
  dropIn: Path,
  keyword: string,
  wanted: string,
): readonly Wish[] | null {
  const decide = (main: Sshd['main']) => decideSshd(statementsOf({ ...server, main }), keyword, holdsForAll);
  const decidesNow = decide(server.main).by?.path ?? server.main.path;
  for (const path of [dropIn, decidesNow]) {
    const change = (text: string) => sshdFormat.set(text, keyword, wanted);
    if (decide(withSshdFile(server.main, path, change)).value !== wanted) continue;
    const line = sshdLineWish(server, path, keyword, wanted);
    return path === dropIn ? [line, sshdModeWish(server, path)] : [line];
  }
  return null;
}

/** A wish for one line of a file of sshd's configuration, and for a reload. */
export function sshdLineWish({ unit }: Sshd, path: Path, keyword: string, wanted: string): Wish {
  return { kind: 'entry', key: path, part: `sshd:${keyword}`, desired: wanted, effects: reloads(unit) };
}

/** What benchmarks ask of every file of sshd's configuration, for one of our own. */
export function sshdModeWish({ unit }: Sshd, path: Path): Wish {
  return { kind: 'entry', key: path, part: 'mode', desired: 0o600, effects: reloads(unit) };
}

function reloads(unit: Sshd['unit']): NonNullable<Wish['effects']> {
  return unit === null ? [] : [{ do: 'reload', unit }];
}
