import { decodeHostText } from '../formats/host-text.ts';
import { kernelLines } from '../formats/kernel-lines.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** What one entry of a boot loader gives to the kernel. */
export interface BootEntry {
  readonly source: Path;
  readonly line: number;
  readonly words: readonly string[];
}

export interface BootArguments {
  /** Of the kernel that runs; null in an image. */
  readonly now: readonly string[] | null;
  /** Of each entry but those for recovery; empty where no boot loader is known, as with a kernel that the hypervisor brings. */
  readonly entries: readonly BootEntry[];
  /** What writes the entries: the first that is here. */
  readonly writer: 'grubby' | 'update-grub' | 'grub2-mkconfig' | null;
  /** The files that `update-grub` makes them of, with their texts. */
  readonly sources: readonly { readonly path: Path; readonly text: string }[];
}

const GRUB: readonly Path[] = ['/boot/grub/grub.cfg', '/boot/grub2/grub.cfg'];
const ENTRIES: Path = '/boot/loader/entries';
const WRITERS = [
  ['/usr/sbin/grubby', 'grubby'],
  ['/usr/sbin/update-grub', 'update-grub'],
  ['/usr/sbin/grub2-mkconfig', 'grub2-mkconfig'],
] as const;

/** Kernel arguments now and at the next boot: /proc/cmdline, grub.cfg, and the entries of the Boot Loader Specification. */
export const bootArguments: Fact<BootArguments> = {
  name: 'boot-arguments',
  async read(host) {
    const now =
      host.identity.type === 'image'
        ? null
        : decodeHostText(await host.observe({ type: 'proc', path: 'cmdline' }))
            .trim()
            .split(/\s+/);
    return {
      now,
      entries: await entriesOf(host),
      writer: await writerOf(host),
      sources: await sourcesOf(host),
    };
  },
};

async function entriesOf(host: HostReader): Promise<readonly BootEntry[]> {
  const specified = ((await host.list(ENTRIES)) ?? [])
    .filter((name) => name.endsWith('.conf'))
    .map((name): Path => `${ENTRIES}/${name}`);
  const found: BootEntry[] = [];
  for (const source of [...GRUB, ...specified]) {
    const environment = (await hostFile(host, '/boot/grub2/grubenv', (text) => text)) ?? '';
    const lines = await hostFile(host, source, (text) => kernelLines(text, environment));
    found.push(...(lines ?? []).map((line) => ({ source, ...line })));
  }
  return found;
}

async function writerOf(host: HostReader): Promise<BootArguments['writer']> {
  for (const [path, writer] of WRITERS) if ((await host.status(path)) !== null) return writer;
  return null;
}

async function sourcesOf(host: HostReader): Promise<BootArguments['sources']> {
  const names = ((await host.list('/etc/default/grub.d')) ?? []).filter((name) => name.endsWith('.cfg'));
  const sources: { path: Path; text: string }[] = [];
  for (const path of ['/etc/default/grub', ...names.map((name) => `/etc/default/grub.d/${name}`)] as Path[]) {
    const text = await hostFile(host, path, (content) => content);
    if (text !== null) sources.push({ path, text });
  }
  return sources;
}
