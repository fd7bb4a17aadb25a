import type { Path } from '../model/path.ts';

/** A path's directory and last name. */
export function hostPathOf(path: Path): { readonly directory: Path; readonly name: string } {
  const cut = path.lastIndexOf('/');
  return { directory: cut === 0 ? '/' : (path.slice(0, cut) as Path), name: path.slice(cut + 1) };
}
