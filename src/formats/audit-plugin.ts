/** What a file of auditd-plugins(5) or audisp-remote.conf(5) says: names in lower case; of several for one the last counts. */
export function parseAuditPlugin(
  text: string,
): ReadonlyMap<string, { readonly value: string; readonly line: number }> {
  return new Map(
    text.split('\n').flatMap((raw, i) => {
      const [, name, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(raw) ?? [];
      return name === undefined || value === undefined
        ? []
        : [[name.toLowerCase(), { value, line: i + 1 }] as const];
    }),
  );
}
