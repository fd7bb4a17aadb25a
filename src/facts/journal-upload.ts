import { parseSystemdUnit } from '../formats/systemd-unit.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { confFiles } from './conf-files.ts';
import { hostFile } from './host-file.ts';

/** Where systemd-journal-upload(8) sends the journal. */
export interface JournalUpload {
  readonly source: Path;
  readonly line: number;
  readonly url: string;
  /** Whether it is started at boot, and runs now where that can be known. */
  readonly isOn: boolean;
}

const UNIT = 'systemd-journal-upload.service';
const WANTED: Path = `/etc/systemd/system/multi-user.target.wants/${UNIT}`;
/** journal-upload.conf(5). */
const DIRECTORIES: readonly Path[] = [
  '/etc/systemd',
  '/run/systemd',
  '/usr/local/lib/systemd',
  '/usr/lib/systemd',
];
const NAME = 'journal-upload.conf';

/** Null where no file says where to. */
export const journalUpload: Fact<JournalUpload | null> = {
  name: 'journal-upload',
  async read(host) {
    const files: Path[] = [];
    for (const directory of DIRECTORIES) {
      const main: Path = `${directory}/${NAME}`;
      if (files.length === 0 && (await host.resolve(main)) !== null) files.push(main);
    }
    files.push(
      ...(await confFiles(
        host,
        DIRECTORIES.map((each): Path => `${each}/${NAME}.d`),
        '.conf',
      )),
    );
    let found: Omit<JournalUpload, 'isOn'> | null = null;
    for (const source of files) {
      const said = (await hostFile(host, source, parseSystemdUnit)) ?? [];
      for (const { section, key, value, line } of said) {
        if (section === 'Upload' && key === 'URL') found = value === '' ? null : { source, line, url: value };
      }
    }
    if (found === null) return null;
    const isWanted = (await host.status(WANTED)) !== null;
    const live = host.identity.type === 'image' ? null : await host.live('unit', UNIT);
    return { ...found, isOn: isWanted && (live === null || live.active === 'active') };
  },
};
