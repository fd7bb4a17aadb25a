import { kernelFlavor, kernelReleaseOrder } from '../formats/kernel-release.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';
import { installedPackage } from './installed-package.ts';
import { packages } from './packages.ts';

export interface RebootNeeds {
  /** Packages that have asked for a reboot, as they are listed; null where none has. */
  readonly asked: readonly string[] | null;
  /** `uname -r`. */
  readonly running: string;
  /** An installed kernel of the same flavor that is newer than the one that runs. */
  readonly newer: { readonly release: string; readonly source: Path } | null;
  /** The same kernel in another build: its package's version now, and the one that was booted. */
  readonly rebuilt: { readonly package: string; readonly installed: string; readonly booted: string } | null;
}

const ASKED: Path = '/run/reboot-required';

/** What has been installed and only a reboot puts to use; null in an image, where nothing runs. */
export const rebootNeeds: Fact<RebootNeeds | null> = {
  name: 'reboot-needs',
  async read(host, use) {
    const running =
      host.identity.type === 'image' ? null : await host.live('kernel-setting', 'kernel/osrelease');
    if (running === null) return null;
    const asked =
      (await host.resolve(ASKED)) === null ? null : ((await hostFile(host, `${ASKED}.pkgs`, lines)) ?? []);
    const releases = ((await host.list('/boot')) ?? []).flatMap(
      (name) => /^vmlinuz-(\d.*)$/.exec(name)?.[1] ?? [],
    );
    const newest = releases
      .filter((release) => kernelFlavor(release) === kernelFlavor(running))
      .toSorted(kernelReleaseOrder)
      .at(-1);
    const newer =
      newest === undefined || kernelReleaseOrder(newest, running) <= 0
        ? null
        : { release: newest, source: `/boot/vmlinuz-${newest}` as const };
    // Debian's kernels have their package's version in `uname -v`: `#1 SMP Debian 6.1.148-1 (2025-08-26)`.
    const build = (await host.live('kernel-setting', 'kernel/version')) ?? '';
    const booted = /\bDebian (\S+)/.exec(build)?.[1];
    const image = installedPackage(await use(packages), `linux-image-${running}`);
    const isRebuilt = image !== null && booted !== undefined && image.version !== booted;
    const rebuilt = isRebuilt ? { package: image.name, installed: image.version, booted } : null;
    return { asked, running, newer, rebuilt };
  },
};

function lines(text: string): readonly string[] {
  return [...new Set(text.split('\n').filter((line) => line !== ''))];
}
