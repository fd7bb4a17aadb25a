/** Database to its sources in order, the actions in brackets left out. */
export type Nsswitch = ReadonlyMap<string, readonly string[]>;

/** Reads nsswitch.conf(5). What is no line of the form `database: source…` says nothing, as for glibc; the last line of a database counts. */
export function parseNsswitch(text: string): Nsswitch {
  const databases = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const [, database, sources] = /^\s*(\w+)\s*:(.*)$/.exec(line.replace(/#.*/, '')) ?? [];
    if (database === undefined || sources === undefined) continue;
    databases.set(database, sources.replace(/\[[^\]]*\]/g, ' ').match(/\S+/g) ?? []);
  }
  return databases;
}
