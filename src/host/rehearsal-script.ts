import { shellWord } from '../formats/shell-word.ts';
import type { LaidEntry } from '../model/host.ts';

/**
 * Goes before what is rehearsed. `$place` is for its own files: in memory, root's alone, over a directory of the kernel's
 * that nothing of it looks at. `over DIR` makes a directory scratch: what is written there goes away with the rehearsal.
 */
const PRELUDE = `
umask 022
place=/sys/kernel
mount -n -t tmpfs -o mode=0700 holdfast "$place"
over() {
  new=$place/over$1/new work=$place/over$1/work
  mkdir -p "$new" "$work"
  chmod --reference="$1" "$new"
  chown --reference="$1" "$new"
  mount -n -t overlay -o "lowerdir=$1,upperdir=$new,workdir=$work" holdfast "$1"
}
over /etc
`;

/** On standard output, once all is laid: what comes before it, or instead, is not the rehearsal's. */
export const REHEARSAL_BEGINS = 'rehearsal\n';

/**
 * A script for sh(1) that lays entries over a scratch copy of /etc and goes on with \`script\`, with nothing on standard
 * input. What is laid outside /etc is left out: nothing that is rehearsed is configured there.
 */
export function rehearsalScript(script: string, laid: readonly LaidEntry[]): string {
  const inEtc = laid.filter(({ path }) => path.startsWith('/etc/'));
  // Read to its end before any of it runs: no program in it can take the rest for its own input.
  return `rehearsal() {${PRELUDE}${inEtc.map(layLines).join('')}echo rehearsal\n${script}\n}\nrehearsal < /dev/null\n`;
}

function layLines({ path, entry, content }: LaidEntry): string {
  const name = shellWord(path);
  if (entry === null) return `rm -rf -- ${name}\n`;
  const lines: string[] = [];
  switch (entry.type) {
    case 'file':
      if (content !== null) {
        const base64 = Buffer.from(content).toString('base64');
        // A built-in command, so that no process shows the content among its words.
        lines.push(`rm -rf -- ${name}`, `printf %s ${shellWord(base64)} | base64 -d > ${name}`);
      }
      break;
    case 'directory':
      lines.push(`[ -d ${name} ] || mkdir -- ${name}`);
      break;
    case 'link':
      return `rm -rf -- ${name}\nln -s -- ${shellWord(entry.target)} ${name}\n`;
    default:
      throw new Error(`${entry.type} ${path} was laid, which nothing can make`);
  }
  lines.push(`chown ${entry.uid}:${entry.gid} -- ${name}`, `chmod ${entry.mode.toString(8)} -- ${name}`);
  return `${lines.join('\n')}\n`;
}
