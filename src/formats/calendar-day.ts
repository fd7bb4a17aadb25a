import { epochDay } from './epoch-day.ts';

/** The day, `YYYY-MM-DD` in UTC, of a time in nanoseconds since the epoch, in decimal. */
export function calendarDay(nanoseconds: string): string {
  const seconds = BigInt(nanoseconds) / 1_000_000_000n;
  const day = Number((seconds - (((seconds % 86_400n) + 86_400n) % 86_400n)) / 86_400n);
  // Never too late, before 1970 either.
  let year = 1970 + Math.floor(day / (day < 0 ? 365 : 366));
  while (epochDay(`${year + 1}-01-01`) <= day) year += 1;
  let month = 1;
  while (month < 12 && epochDay(`${year}-${month + 1}-01`) <= day) month += 1;
  const inMonth = day - epochDay(`${year}-${month}-01`) + 1;
  return [year, month, inMonth].map((part) => String(part).padStart(2, '0')).join('-');
}
