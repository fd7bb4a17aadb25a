/** Compares two versions as dpkg does: the epoch by its number, then the upstream version, then the revision; deb-version(7). */
export function dpkgVersionOrder(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return (
    left.epoch - right.epoch ||
    compare(left.upstream, right.upstream) ||
    compare(left.revision, right.revision)
  );
}

function partsOf(version: string): { epoch: number; upstream: string; revision: string } {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(version.trim()) ?? [];
  const hyphen = rest.lastIndexOf('-');
  return {
    epoch: Number(epoch),
    upstream: hyphen < 0 ? rest : rest.slice(0, hyphen),
    revision: hyphen < 0 ? '' : rest.slice(hyphen + 1),
  };
}

/** Turns of text and digits, from the left; numbers may be longer than a JavaScript number is exact. */
function compare(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while (isText(a[i]) || isText(b[j])) {
      const difference = weight(a[i]) - weight(b[j]);
      if (difference !== 0) return difference;
      if (isText(a[i])) i += 1;
      if (isText(b[j])) j += 1;
    }
    const [left, right] = [digitsAt(a, i), digitsAt(b, j)];
    const [x, y] = [left.replace(/^0+/, ''), right.replace(/^0+/, '')];
    if (x.length !== y.length) return x.length - y.length;
    if (x !== y) return x < y ? -1 : 1;
    i += left.length;
    j += right.length;
  }
  return 0;
}

function digitsAt(text: string, at: number): string {
  return /^\d*/.exec(text.slice(at))?.[0] ?? '';
}

function isText(character: string | undefined): boolean {
  return character !== undefined && !/\d/.test(character);
}

/** `~` before the end, which is as light as a digit, before letters, before all else. */
function weight(character: string | undefined): number {
  if (character === undefined || /\d/.test(character)) return 0;
  if (character === '~') return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}
