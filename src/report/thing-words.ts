import type { KindName } from '../model/wish.ts';
import { visibleLine } from './visible.ts';

const WORDS: { readonly [K in KindName]: string } = {
  entry: '',
  'kernel-setting': 'kernel setting ',
  unit: 'unit ',
  'audit-rule': 'audit rule ',
  package: 'package ',
};

/** What a change is about: `/etc/group`, `unit docker.service`. */
export function thingWords(thing: { readonly kind: KindName; readonly key: string }): string {
  return WORDS[thing.kind] + visibleLine(thing.key);
}
