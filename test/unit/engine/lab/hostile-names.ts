/** What a shell could take for more than a name. */
export const HOSTILE_NAMES = [
  "it's",
  '$(touch pwned)',
  '`touch pwned`',
  '"; touch pwned; "',
  '-rf',
  '\\',
  'a\nb',
  '#!',
  '*',
  ' ',
  '\udcff\x1b[31m',
  '@RUN@',
  '$&$1',
];
