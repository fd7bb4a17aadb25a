import { type AptSource, parseAptSources, parseAptSourcesList } from '../formats/apt-sources.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { aptPartFiles } from './apt-part-files.ts';
import { hostFile } from './host-file.ts';

export interface SourcedAptSource extends AptSource {
  readonly source: Path;
}

/** Where apt gets packages from, also what is switched off: sources.list(5). */
export const aptSources: Fact<readonly SourcedAptSource[]> = {
  name: 'apt-sources',
  async read(host) {
    const files: readonly Path[] = [
      '/etc/apt/sources.list',
      ...(await aptPartFiles(host, '/etc/apt/sources.list.d', ['list', 'sources'])),
    ];
    const found: SourcedAptSource[] = [];
    for (const source of files) {
      const parse = source.endsWith('.sources') ? parseAptSources : parseAptSourcesList;
      const sources = (await hostFile(host, source, parse)) ?? [];
      found.push(...sources.map((each) => ({ ...each, source })));
    }
    return found;
  },
};
