import { type LogrotateSection, parseLogrotateConf } from '../formats/logrotate-conf.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

export interface Logrotate {
  readonly main: Path;
  /** Every section that logrotate(8) reads, with its file. */
  readonly sections: readonly (LogrotateSection & { readonly path: Path })[];
  /** Files and directories that it includes. */
  readonly includes: readonly string[];
}

const PROGRAMS: readonly Path[] = ['/usr/sbin/logrotate', '/usr/bin/logrotate'];
/** openSUSE keeps the vendor's in /usr/etc, which counts as long as there is none in /etc. */
const MAIN: readonly Path[] = ['/etc/logrotate.conf', '/usr/etc/logrotate.conf'];
/** Its `tabooext`, by default. */
const TABOO = [
  ',v',
  '.cfsaved',
  '.disabled',
  '.dpkg-bak',
  '.dpkg-del',
  '.dpkg-dist',
  '.dpkg-new',
  '.dpkg-old',
  '.rhn-cfg-tmp-*',
  '.rpmnew',
  '.rpmorig',
  '.rpmsave',
  '.swp',
  '.ucf-dist',
  '.ucf-new',
  '.ucf-old',
  '~',
];

/** What rotates logs on this host; null where logrotate, or a configuration for it, is not installed. */
export const logrotate: Fact<Logrotate | null> = {
  name: 'logrotate',
  async read(host) {
    const programs = await Promise.all(PROGRAMS.map((program) => host.resolve(program)));
    if (programs.every((program) => program === null)) return null;
    for (const main of MAIN) {
      if ((await host.resolve(main)) === null) continue;
      const { sections, includes } = await readConf(host, main);
      const included: Logrotate['sections'][number][] = [];
      for (const path of (await Promise.all(includes.map((each) => filesOf(host, each)))).flat())
        included.push(...(await readConf(host, path)).sections);
      return { main, sections: [...sections, ...included], includes };
    }
    return null;
  },
};

async function readConf(host: HostReader, path: Path) {
  const conf = await hostFile(host, path, parseLogrotateConf);
  const sections = (conf?.sections ?? []).map((section) => ({ ...section, path }));
  return { sections, includes: conf?.includes ?? [] };
}

/** A file, or those in a directory that it does not take for somebody's backup. */
async function filesOf(host: HostReader, named: string): Promise<readonly Path[]> {
  const path = named as Path;
  const names = await host.list(path);
  if (names === null) return (await host.resolve(path)) === null ? [] : [path];
  return names
    .filter((name) => !name.startsWith('.') && !TABOO.some((end) => name.endsWith(end)))
    .map((name): Path => `${path}/${name}`);
}
