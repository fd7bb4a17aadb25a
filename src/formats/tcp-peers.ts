/** TCP_ESTABLISHED of the kernel's tcp_states.h. */
const ESTABLISHED = '01';

/**
 * Addresses at the other end of established connections to a local port, each once: the text of /proc/net/tcp or tcp6,
 * proc(5), where each word of an address is in the byte order of a little-endian machine. IPv4 inside of IPv6 is IPv4.
 */
export function tcpPeers(text: string, port: number): readonly string[] {
  const found = text.split('\n').flatMap((line) => {
    const [, local, remote, state] = line.trim().split(/\s+/);
    if (state !== ESTABLISHED || local === undefined || remote === undefined) return [];
    return Number.parseInt(local.split(':')[1] ?? '', 16) === port ? [addressOf(remote)] : [];
  });
  return [...new Set(found)];
}

function addressOf(word: string): string {
  const bytes = (word.split(':', 1)[0] ?? '')
    .match(/.{8}/g)
    ?.flatMap((each) => (each.match(/../g) ?? []).reverse());
  const hex = (bytes ?? []).join('').toLowerCase();
  const v4 = /^(?:0{20}f{4})?(.{8})$/.exec(hex)?.[1];
  if (v4 !== undefined) return (v4.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.');
  return (hex.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
