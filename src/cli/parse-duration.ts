import { InvalidArgumentError } from 'commander';

const SECONDS = { s: 1, m: 60, h: 3600 } as const;
const SHORTEST = 10;
const LONGEST = 24 * 3600;

/** `90s`, `10m`, `1h`, in seconds. */
export function parseDuration(text: string): number {
  const [, count = '', unit] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const seconds = Number(count) * SECONDS[(unit ?? 's') as keyof typeof SECONDS];
  if (unit === undefined || seconds < SHORTEST || seconds > LONGEST) {
    throw new InvalidArgumentError('It is a time from 10s to 24h, like 90s, 10m or 1h.');
  }
  return seconds;
}
