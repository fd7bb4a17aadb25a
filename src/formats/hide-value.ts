import type { StandIn } from './stand-in.ts';

/** A value as it is written. Quotes stay, and so does what says that there is no secret, or that it follows (`|` in YAML). */
export function hideValue(value: string, standIn: StandIn): string {
  const [, quote = '', inner = '', after = ''] = /^(["']?)(.*?)\1(,?)$/s.exec(value) ?? [];
  const isOpen = /^(?:[!*]*|null|true|false|[|>][+-]?)$/.test(inner);
  return quote + (isOpen ? inner : standIn('secret', inner)) + quote + after;
}
