import { parseTmpfiles, type TmpfilesLine } from '../formats/tmpfiles.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { confFiles } from './conf-files.ts';
import { hostFile } from './host-file.ts';

export interface PlacedTmpfilesLine extends TmpfilesLine {
  readonly source: Path;
}

const DIRECTORIES: readonly Path[] = ['/etc/tmpfiles.d', '/run/tmpfiles.d', '/usr/lib/tmpfiles.d'];

/** What systemd gives files at each boot: owners and modes, tmpfiles.d(5). */
export const tmpfiles: Fact<readonly PlacedTmpfilesLine[]> = {
  name: 'tmpfiles',
  async read(host) {
    const found: PlacedTmpfilesLine[] = [];
    for (const source of await confFiles(host, DIRECTORIES, '.conf')) {
      const lines = (await hostFile(host, source, parseTmpfiles)) ?? [];
      found.push(...lines.map((line) => ({ ...line, source })));
    }
    return found;
  },
};
