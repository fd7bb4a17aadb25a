/**
 * Text of a field in fstab(5) or /proc/self/mountinfo: three octal digits after a backslash are a byte.
 * Only ASCII is decoded: nobody writes other bytes that way, and those would have to be put together as UTF-8.
 */
export function decodeMountField(field: string): string {
  return field.replace(/\\([01][0-7]{2})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Escapes what would end the field, start a comment, or be read as an escape. */
export function encodeMountField(text: string): string {
  return text.replace(/[\\ \t\n\v\f\r#]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
