/** Whether a path is a glob(7): systemd and procps expand only those. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/** What glob(7) matches, within one path component per wildcard. Hidden names are not special below /proc/sys. */
export function globPattern(glob: string): RegExp {
  let source = '';
  let rest = glob;
  while (rest !== '') {
    const token = /^(?:\\[\s\S]|\[[!^]?\]?[^\]]*\]|[\s\S])/u.exec(rest)?.[0] ?? rest;
    rest = rest.slice(token.length);
    if (token === '*') source += '[^/]*';
    else if (token === '?') source += '[^/]';
    else if (token.length > 1 && token.startsWith('[')) source += characterClass(token.slice(1, -1));
    else source += literal(token.length > 1 && token.startsWith('\\') ? token.slice(1) : token);
  }
  return new RegExp(`^${source}$`, 'u');
}

function characterClass(inside: string): string {
  const negated = /^[!^]/.test(inside);
  const characters = [...(negated ? inside.slice(1) : inside)];
  let ranges = '';
  for (let i = 0; i < characters.length; i++) {
    const low = characters[i] ?? '';
    const high = characters[i + 1] === '-' ? characters[i + 2] : undefined;
    if (high !== undefined) i += 2;
    // A range that runs backwards matches nothing, where a regular expression would be refused.
    if (high === undefined || low <= high) ranges += `${literal(low)}-${literal(high ?? low)}`;
  }
  if (ranges === '') return negated ? '[^/]' : '(?!)';
  return `(?!/)[${negated ? '^' : ''}${ranges}]`;
}

function literal(text: string): string {
  return [...text].map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).join('');
}
