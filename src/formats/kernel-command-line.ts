/** A parameter of the kernel's command line; `value` is null where it is a word alone. */
export interface KernelParameter {
  readonly name: string;
  readonly value: string | null;
}

/** Words of a kernel command line: blanks separate, double quotes keep them together, around a value or the whole word. */
export function kernelCommandLine(text: string): readonly KernelParameter[] {
  const words = text.trim().match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  return words.map((word) => {
    const bare = word.replaceAll('"', '');
    const equals = bare.indexOf('=');
    // Dashes and underscores are the same in a name.
    const name = (equals < 0 ? bare : bare.slice(0, equals)).replaceAll('-', '_');
    return { name, value: equals < 0 ? null : bare.slice(equals + 1) };
  });
}
