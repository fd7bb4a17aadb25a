/**
 * Where containerd's config.toml puts its data, with the line; null where it does not say. Only the keys
 * above the first table count: `root` there is containerd's own (containerd-config.toml(5)).
 */
export function containerdRoot(text: string): { readonly root: string; readonly line: number } | null {
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*\[/.test(line)) return null;
    const [, , root] = /^\s*root\s*=\s*(["'])(.*?)\1/.exec(line) ?? [];
    if (root !== undefined && root !== '') return { root, line: index + 1 };
  }
  return null;
}
