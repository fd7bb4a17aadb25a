/** What ini reads as it stands. Everything else is written as a JSON string, which ini reads back as such. */
const PLAIN = /^[^\s;#"'[\]\\=\p{C}](?:[^;#"\\=\p{C}\p{Zl}\p{Zp}]*[^\s;#"\\=\p{C}])?$/u;
/** Ends of lines to a regular expression, and so to ini; JSON leaves them as they are. */
const SEPARATORS = /[\u2028\u2029]/g;

/** A value as it stands behind the `=` of policy.ini. */
export function policyValue(value: string): string {
  if (PLAIN.test(value)) return value;
  return JSON.stringify(value).replace(SEPARATORS, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}
