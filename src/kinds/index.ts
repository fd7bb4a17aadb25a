import type { Kind } from '../model/kind.ts';
import type { KindName } from '../model/wish.ts';
import { auditRuleKind } from './audit-rule.ts';
import { entryKind } from './entry.ts';
import { kernelSettingKind } from './kernel-setting.ts';
import { packageKind } from './package.ts';
import { unitKind } from './unit.ts';

export const kinds: { readonly [K in KindName]: Kind } = {
  entry: entryKind,
  'kernel-setting': kernelSettingKind,
  unit: unitKind,
  'audit-rule': auditRuleKind,
  package: packageKind,
};
