/** A stanza of /var/lib/dpkg/status: `stanza('talk', { Depends: 'libc6' })`. */
export function stanza(name: string, fields: { readonly [field: string]: string } = {}): string {
  const all = {
    Status: 'install ok installed',
    Priority: 'optional',
    Maintainer: 'Lab <lab@example.org>',
    Architecture: 'amd64',
    Version: '1:1.0-1',
    ...fields,
    Description: 'for tests',
  };
  const lines = Object.entries(all).map(([field, value]) => `${field}: ${value}\n`);
  return `Package: ${name}\n${lines.join('')} Package: not-this-one\n\n`;
}
