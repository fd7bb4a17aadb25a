import type { LiveKind } from '../model/live.ts';
import { liveAuditRules } from './live-audit-rules.ts';
import { liveKernelSettings } from './live-kernel-settings.ts';
import { liveNftTables } from './live-nft-tables.ts';
import type { LiveOf } from './live-of.ts';
import { liveUnits } from './live-units.ts';

/** Live state of the running system, by kind. */
export const localLive: { readonly [K in LiveKind]: LiveOf<K> } = {
  'kernel-setting': liveKernelSettings,
  'audit-rule': liveAuditRules,
  unit: liveUnits,
  'nft-table': liveNftTables,
};
