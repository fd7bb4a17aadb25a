import { encodeHostText } from './host-text.ts';

/** The only name a mount unit for this target may have: systemd.unit(5), "String escaping". */
export function mountUnitName(target: string): string {
  const path = target.replace(/^\/+|\/+$/g, '');
  if (path === '') return '-.mount';
  const escaped = [...encodeHostText(path)].map((byte, i) => {
    const char = String.fromCharCode(byte);
    if (char === '/') return '-';
    if (/[A-Za-z0-9:_]/.test(char) || (char === '.' && i > 0)) return char;
    return `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `${escaped.join('')}.mount`;
}
