/** What ini reads as it stands. Everything else is written as a JSON string, which ini reads back as such. */
const PLAIN = /^[^\s;#"'[\]\\=\p{C}](?:[^;#"\\=\p{C}]*[^\s;#"\\=\p{C}])?$/u;

/** A value as it stands behind the `=` of policy.ini. */
export function policyValue(value: string): string {
  return PLAIN.test(value) ? value : JSON.stringify(value);
}
