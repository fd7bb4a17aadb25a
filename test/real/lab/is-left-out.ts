/** Whether one of the patterns is this name; a `*` at the end stands for anything. */
export function isLeftOut(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
