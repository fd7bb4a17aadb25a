import { parseSystemdUnit } from '../formats/systemd-unit.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { confFiles } from './conf-files.ts';
import { hostFile } from './host-file.ts';

/** The line by which journald keeps what it gets from the syslog socket. */
export interface JournalSilence {
  readonly source: Path;
  readonly line: number;
  readonly says: string;
}

const MAIN: Path = '/etc/systemd/journald.conf';
const DIRECTORIES: readonly Path[] = [
  '/etc/systemd/journald.conf.d',
  '/run/systemd/journald.conf.d',
  '/usr/local/lib/systemd/journald.conf.d',
  '/usr/lib/systemd/journald.conf.d',
];

/** Null where no line of journald.conf(5) says so: what holds then is the distribution's, and Debian's is to give it all. */
export const journalSilence: Fact<JournalSilence | null> = {
  name: 'journal-silence',
  async read(host) {
    let found: JournalSilence | null = null;
    for (const source of [MAIN, ...(await confFiles(host, DIRECTORIES, '.conf'))]) {
      for (const { section, key, value, line } of (await hostFile(host, source, parseSystemdUnit)) ?? []) {
        if (section !== 'Journal' || key !== 'ForwardToSyslog') continue;
        const isOff = /^(?:no|0|false|off|n|f)$/i.test(value);
        found = isOff ? { source, line, says: `${key}=${value}` } : null;
      }
    }
    return found;
  },
};
