/**
 * The text of /var/lib/dpkg/status after a package was installed or removed, as far as other packages and we can tell:
 * nothing but its status changes, so that the way back gives the same text. One that was never there is put at the end.
 */
export function setDpkgPackage(text: string, name: string, version: string | null): string {
  const stanzas = text.split(/(?<=\n)\n+/);
  const at = stanzas.findIndex((stanza) =>
    new RegExp(`^package:[ \\t]*${inPattern(name)}[ \\t]*$`, 'im').test(stanza),
  );
  const stanza = stanzas[at];
  if (stanza === undefined)
    return version === null ? text : `${text}${text === '' ? '' : '\n'}${fresh(name, version)}`;
  if (version === null && stanza === fresh(name, versionOf(stanza)))
    return stanzas.toSpliced(at, 1).join('\n');
  const status = version === null ? 'deinstall ok config-files' : 'install ok installed';
  const changed = stanza
    .replace(/^(status:[ \t]*).*$/im, (_, field: string) => `${field}${status}`)
    .replace(/^(version:[ \t]*)(.*)$/im, (_, field: string, old: string) => `${field}${version ?? old}`);
  return text.replace(stanza, () => changed);
}

function fresh(name: string, version: string): string {
  return `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\n`;
}

function versionOf(stanza: string): string {
  return /^version:[ \t]*(.*)$/im.exec(stanza)?.[1] ?? '';
}

function inPattern(name: string): string {
  return name.replace(/[.+]/g, '\\$&');
}
