/** Whether a live key fits a pattern: `*` alone fits all, else it stands for one component between slashes. */
export function fitsPattern(key: string, pattern: string): boolean {
  if (pattern === '*') return true;
  const parts = pattern.split('/');
  const names = key.split('/');
  return parts.length === names.length && parts.every((part, i) => part === '*' || part === names[i]);
}
