import { dpkgVersionOrder } from './dpkg-version-order.ts';

/** The project's own version in a dpkg version: `29.3.1` of `5:29.3.1-1~debian.12~bookworm`. */
export function upstreamVersion(version: string): string {
  const rest = version.replace(/^\d+:/, '');
  const hyphen = rest.lastIndexOf('-');
  return hyphen < 0 ? rest : rest.slice(0, hyphen);
}

/**
 * Whether a project's release has a fix: it is as new as the fixed release of its own line (`1.2`), or newer than all
 * of them. `fixed` has one release per line; a line without one has no fix.
 */
export function hasFix(version: string, fixed: readonly string[]): boolean {
  const own = comparable(version);
  const ordered = fixed.map(comparable).toSorted(dpkgVersionOrder);
  const last = ordered.at(-1);
  if (last !== undefined && dpkgVersionOrder(own, last) >= 0) return true;
  return ordered.some((each) => lineOf(each) === lineOf(own) && dpkgVersionOrder(own, each) >= 0);
}

/** A candidate for a release (`1.4.0-rc.3`) is before it. */
function comparable(version: string): string {
  return version.replace(/^v/, '').replace(/-(?=(?:alpha|beta|rc))/, '~');
}

function lineOf(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}
