import type { Change } from '../model/change.ts';

/** Files that are loaded into the packet filter at boot, and the units that do. */
const FILES =
  /^\/etc\/(?:nftables|holdfast\/nftables|systemd\/system\/(?:[^/]+\/)?(?:holdfast-)?nftables\.service)/;

/** The changes of a plan that decide what the packet filter lets through, now or after a reboot. */
export function touchesPacketFilter(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ kind, key }) => kind === 'nft-table' || (kind === 'entry' && FILES.test(key)));
}
