import { counted } from './counted.ts';

/** Whole minutes where they are whole: `90 seconds`, `10 minutes`. */
export function durationWords(seconds: number): string {
  return seconds % 60 === 0 ? counted(seconds / 60, 'minute') : counted(seconds, 'second');
}
