/**
 * Compares names as `ls -v` does (filevercmp of gnulib): digits by their number, letters before other
 * characters, `~` before all; what looks like a suffix (`.rules`) counts only between equal rests.
 */
export function versionOrder(a: string, b: string): number {
  const suffix = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;
  return (
    compare(a.replace(suffix, ''), b.replace(suffix, '')) || compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
  );
}

function compare(a: string, b: string): number {
  let left = a;
  let right = b;
  while (left !== '' || right !== '') {
    const text = compareText(/^\D*/.exec(left)?.[0] ?? '', /^\D*/.exec(right)?.[0] ?? '');
    if (text !== 0) return text;
    left = left.replace(/^\D*/, '');
    right = right.replace(/^\D*/, '');
    const number = Number(/^\d*/.exec(left)?.[0]) - Number(/^\d*/.exec(right)?.[0]);
    if (number !== 0) return number;
    left = left.replace(/^\d*/, '');
    right = right.replace(/^\d*/, '');
  }
  return 0;
}

function compareText(a: string, b: string): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = weight(a.charAt(i)) - weight(b.charAt(i));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A digit, or the end, weighs nothing: before letters, which are before the rest. */
function weight(character: string): number {
  if (character === '') return 0;
  if (character === '~') return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}
