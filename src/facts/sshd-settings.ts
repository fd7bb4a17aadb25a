import { shellWord } from '../formats/shell-word.ts';
import type { Fact } from '../model/playbook.ts';
import { runsSshd } from './runs-sshd.ts';
import { sshConnection } from './ssh-connection.ts';

/** Values by keyword in small letters, as sshd -T prints them; or why sshd refuses its configuration. */
export type SshdSettings = { readonly values: ReadonlyMap<string, string> } | { readonly refused: string };

/** What sshd(8) itself makes of its configuration for one user (`sshd -T -C`). Null where none runs, or nothing can be tried. */
export function sshdSettings(user: string): Fact<SshdSettings | null> {
  return {
    name: `sshd-settings ${user}`,
    async read(host, use) {
      if (!(await use(runsSshd))) return null;
      const { from, to, port } = await use(sshConnection);
      const about = `user=${user},host=${from},addr=${from},laddr=${to},lport=${port}`;
      const answer = await host.rehearse(`exec "$(command -v sshd)" -T -C ${shellWord(about)}`);
      if (answer === null) return null;
      const lines = (answer.status === 0 ? answer.stdout : answer.stderr).trim().split(/\r?\n/);
      if (answer.status !== 0) return { refused: lines.join('; ') };
      return {
        values: new Map(lines.map((line) => [line.split(' ', 1)[0] ?? '', line.replace(/^\S+ ?/, '')])),
      };
    },
  };
}
