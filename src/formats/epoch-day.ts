const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** A day of the calendar, `YYYY-MM-DD`, as days since 1970-01-01, in which shadow(5) counts. */
export function epochDay(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  // Leap days through the end of that year's February, the year itself counted from March on.
  const last = month > 2 ? year : year - 1;
  const leaps = (to: number) => Math.floor(to / 4) - Math.floor(to / 100) + Math.floor(to / 400);
  return (year - 1970) * 365 + leaps(last) - leaps(1969) + (BEFORE_MONTH[month - 1] ?? 0) + day - 1;
}
