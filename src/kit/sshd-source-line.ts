import { type Sshd, statementsOf } from '../facts/sshd.ts';
import { sshdList } from '../formats/sshd-admits.ts';
import { sshdFormat } from '../formats/sshd-config.ts';
import { holdsForAll } from '../formats/sshd-evaluate.ts';
import { type SshdFile, withSshdFile } from '../formats/sshd-file.ts';
import type { Path } from '../model/path.ts';
import type { Wish } from '../model/wish.ts';
import { sshdDropIn, sshdLineWish, sshdModeWish } from './sshd-place.ts';

/** Who is on this machine already comes from no network. */
export const OWN_MACHINE = ['127.0.0.0/8', '::1'];
const DROP_IN = sshdDropIn('source-ranges');
const OURS = /^\*@(?:![^,]+,)+!127\.0\.0\.0\/8,!::1,\*$/;

/**
 * Everybody from everywhere but the ranges, as an item of DenyUsers. AllowUsers would be no good: its lines add up, so
 * that whoever a list of today admits from everywhere still came in, and everybody else, too, from the ranges.
 */
export function sourcesItem(ranges: readonly string[]): string {
  return `*@${[...ranges, ...OWN_MACHINE].map((range) => `!${range},`).join('')}*`;
}

/** Whether an item of DenyUsers is one that {@link sourcesItem} makes. */
export function isOurSources(item: string): boolean {
  return OURS.test(item);
}

/**
 * The line that denies by this item, in our drop-in where sshd reads it, else in the main file beside what it denies
 * already. Null where a line above the Match blocks decides for nobody.
 */
export function planSources(
  server: Sshd,
  item: string,
): { readonly main: SshdFile; readonly wishes: readonly Wish[] } | null {
  for (const path of [DROP_IN, server.main.path] satisfies Path[]) {
    let wanted = item;
    const main = withSshdFile(server.main, path, (text) => {
      const now = sshdFormat.get(text, 'DenyUsers');
      const others = typeof now === 'string' ? now.split(' ').filter((each) => !isOurSources(each)) : [];
      wanted = [...others, item].join(' ');
      return sshdFormat.set(text, 'DenyUsers', wanted);
    });
    const denied = sshdList(statementsOf({ ...server, main }), 'denyusers', holdsForAll);
    if (!denied.some(({ args }) => args.includes(item))) continue;
    const line = sshdLineWish(server, path, 'DenyUsers', wanted);
    return { main, wishes: path === DROP_IN ? [line, sshdModeWish(server, path)] : [line] };
  }
  return null;
}
