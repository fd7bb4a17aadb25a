/** A mode as people write it: `0644`, `4755`. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
