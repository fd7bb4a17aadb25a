/** A name for a waiver's section that no other one has: what the object is called, without what sections cannot hold. */
export function waiverName(object: string, taken: readonly string[]): string {
  const words = object.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = words.join('-').slice(0, LONGEST) || 'waiver';
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

const LONGEST = 40;
