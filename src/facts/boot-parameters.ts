import { type BootEntry, grubEntries, loaderEntry } from '../formats/boot-entries.ts';
import { kernelReleaseOrder } from '../formats/kernel-release.ts';
import { builtInModules } from '../formats/security-modules.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { confFiles } from './conf-files.ts';
import { hostFile } from './host-file.ts';

/** A line of what a boot loader's configuration is made from. */
export interface LoaderSource {
  readonly source: Path;
  readonly line: number;
  readonly text: string;
}

export interface BootParameters {
  /** Null where no boot loader's configuration is here: an image before its disk is made, or a container. */
  readonly entries: readonly (BootEntry & { readonly source: Path })[] | null;
  /** Lines of /etc/default/grub and its drop-ins, of which update-grub makes grub.cfg. Comments are left out. */
  readonly sources: readonly LoaderSource[];
  /** What writes the entries: the first that is here. */
  readonly writer: 'grubby' | 'update-grub' | 'grub2-mkconfig' | null;
  /** The security modules that the newest kernel has by itself; null where its configuration is not here. */
  readonly builtIn: readonly string[] | null;
}

const GRUB: readonly Path[] = ['/boot/grub/grub.cfg', '/boot/grub2/grub.cfg'];
const GRUB_ENVIRONMENT: Path = '/boot/grub2/grubenv';
const LOADER: readonly Path[] = ['/boot/loader/entries', '/boot/efi/loader/entries', '/efi/loader/entries'];

const WRITERS = [
  ['/usr/sbin/grubby', 'grubby'],
  ['/usr/sbin/update-grub', 'update-grub'],
  ['/usr/sbin/grub2-mkconfig', 'grub2-mkconfig'],
] as const;

/** With what parameters kernels will be started: what boot loaders read, and not what it was made from. */
export const bootParameters: Fact<BootParameters> = {
  name: 'boot-parameters',
  async read(host) {
    const entries: (BootEntry & { readonly source: Path })[] = [];
    let isThere = false;
    const environment = (await hostFile(host, GRUB_ENVIRONMENT, (text) => text)) ?? '';
    for (const source of GRUB) {
      const found = await hostFile(host, source, (text) => grubEntries(text, environment));
      if (found !== null) isThere = true;
      entries.push(...(found ?? []).map((each) => ({ ...each, source })));
    }
    for (const source of await confFiles(host, LOADER, '.conf')) {
      const entry = await hostFile(host, source, (text) => loaderEntry(text, environment));
      isThere = true;
      if (entry !== null) entries.push({ ...entry, source });
    }
    return {
      entries: isThere ? entries : null,
      sources: await loaderSources(host),
      writer: await writerOf(host),
      builtIn: await builtIn(host),
    };
  },
};

async function loaderSources(host: HostReader): Promise<readonly LoaderSource[]> {
  const found: LoaderSource[] = [];
  const files: readonly Path[] = [
    '/etc/default/grub',
    ...(await confFiles(host, ['/etc/default/grub.d'], '.cfg')),
    '/etc/kernel/cmdline',
  ];
  for (const source of files) {
    const text = (await hostFile(host, source, (all) => all)) ?? '';
    for (const [i, line] of text.split('\n').entries())
      if (line.trim() !== '' && !line.trimStart().startsWith('#'))
        found.push({ source, line: i + 1, text: line });
  }
  return found;
}

async function writerOf(host: HostReader): Promise<BootParameters['writer']> {
  for (const [path, writer] of WRITERS) if ((await host.status(path)) !== null) return writer;
  return null;
}

async function builtIn(host: HostReader): Promise<readonly string[] | null> {
  const names = ((await host.list('/boot')) ?? []).flatMap((name) => /^config-(\d.*)$/.exec(name)?.[1] ?? []);
  const newest = names.toSorted(kernelReleaseOrder).at(-1);
  return newest === undefined ? null : hostFile(host, `/boot/config-${newest}`, builtInModules);
}
