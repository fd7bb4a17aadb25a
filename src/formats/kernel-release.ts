import { dpkgVersionOrder } from './dpkg-version-order.ts';

/** The words at the end of `uname -r` that name a build for a purpose: `amd64`, `cloud-amd64`; `''` where there are none. */
export function kernelFlavor(release: string): string {
  return /-([a-z]\w*(?:-[a-z]\w*)*)$/.exec(release)?.[1] ?? '';
}

/** Orders kernels of one flavor by their versions. */
export function kernelReleaseOrder(a: string, b: string): number {
  return dpkgVersionOrder(withoutFlavor(a), withoutFlavor(b));
}

function withoutFlavor(release: string): string {
  const flavor = kernelFlavor(release);
  return flavor === '' ? release : release.slice(0, -flavor.length - 1);
}
