/**
 * A time as `touch -d @…` takes it, from nanoseconds since the epoch in decimal. The fraction has the sign of the
 * whole: a nanosecond before the epoch is -0.000000001.
 */
export function touchTime(nanoseconds: string): string {
  const digits = nanoseconds.replace('-', '').padStart(10, '0');
  return `${nanoseconds.startsWith('-') ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
