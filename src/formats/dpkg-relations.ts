/** One alternative of a relation: `libc6 (>= 2.34)`, `perl:any`. */
export interface DpkgRelation {
  readonly name: string;
  /** Null where any version does. */
  readonly version: { readonly relation: string; readonly than: string } | null;
}

/** The groups of a field such as `Depends`, each with its alternatives: `a, b | c (>= 1)`. Architectures are left out. */
export function parseDpkgRelations(text: string): readonly (readonly DpkgRelation[])[] {
  if (text === '') return [];
  return text.split(',').flatMap((group) => {
    const alternatives = group.split('|').flatMap((each) => {
      const [, name, relation, than] =
        /^\s*([^\s:(]+)(?::[^\s(]+)?\s*(?:\(\s*(<<|<=|=|>=|>>|<|>)\s*([^\s)]+)\s*\))?/.exec(each) ?? [];
      if (name === undefined) return [];
      return [{ name, version: relation === undefined || than === undefined ? null : { relation, than } }];
    });
    return alternatives.length === 0 ? [] : [alternatives];
  });
}
