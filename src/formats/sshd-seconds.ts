const UNITS: { readonly [unit: string]: number } = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A time of sshd_config(5), TIME FORMATS, in seconds: `90`, `1h30m`. Null for what is none. */
export function sshdSeconds(text: string): number | null {
  if (!/^(?=\d)(?:\d+[smhdw])*\d*$/i.test(text)) return null;
  const parts = [...text.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}
