/** What dpkg adds to a package's own control data: deb-control(5) against dpkg's status file. */
const OF_THE_DATABASE = /^(?:status|conffiles|config-version|triggers-pending|triggers-awaited):/i;

/** The control data of an installed package as its .deb had it, from /var/lib/dpkg/status; null where it is not there. */
export function dpkgControl(status: string, name: string): string | null {
  const stanza = status.split(/\n{2,}/).find((each) => each.split('\n').includes(`Package: ${name}`));
  if (stanza === undefined) return null;
  let isKept = false;
  const lines = stanza.split('\n').filter((line) => {
    if (!/^[ \t]/.test(line)) isKept = line !== '' && !OF_THE_DATABASE.test(line);
    return isKept;
  });
  return `${lines.join('\n')}\n`;
}
