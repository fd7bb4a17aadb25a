/**
 * An absolute path on the host: no empty, `.` or `..` component, no trailing slash except in `/`.
 *
 * Names on Linux are bytes. A byte that is not UTF-8 is carried as a lone surrogate
 * U+DC80..U+DCFF (see formats/host-text.ts), so a path survives JSON and comparison unharmed.
 */
export type Path = `/${string}`;

/** One component of a path, in the same encoding. Never empty, `.` or `..`, never with a slash. */
export type Name = string;
