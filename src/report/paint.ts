const STYLES = {
  heading: '1',
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  good: '32',
  bad: '31',
  attention: '33',
  dim: '2',
  added: '32',
  removed: '31',
  hunk: '36',
} as const;

export type Style = keyof typeof STYLES;
export type Paint = (style: Style, text: string) => string;

/** How words get their color (SGR escapes of ECMA-48); without color the text itself. Text must be visible already. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => `\x1b[${STYLES[style]}m${text}\x1b[0m` : (_style, text) => text;
}
