import { addressRanges } from './address-ranges.ts';

/** A line of /proc/net/tcp, tcp6, udp or udp6, proc(5). */
export interface ProcNetSocket {
  readonly address: string;
  readonly port: number;
  readonly peer: string;
  /** In hexadecimal: `0A` listens, `01` is connected; for UDP `07` waits for whoever comes. */
  readonly state: string;
  readonly inode: string;
}

/** The kernel writes 32-bit words of an address as they lie in memory: on all machines that it runs on here, the lowest byte first. */
export function parseProcNetSockets(text: string): readonly ProcNetSocket[] {
  return text.split('\n').flatMap((line): ProcNetSocket[] => {
    const [, local = '', remote = '', state, , , , , , inode] = line.trim().split(/\s+/);
    const [here, there] = [endOf(local), endOf(remote)];
    if (here === null || there === null || state === undefined || inode === undefined) return [];
    return [{ ...here, peer: there.address, state, inode }];
  });
}

function endOf(text: string): { address: string; port: number } | null {
  const found = /^([\dA-F]{8}|[\dA-F]{32}):([\dA-F]{4})$/.exec(text);
  if (found === null) return null;
  const [, address = '', port = ''] = found;
  const bytes = (address.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).reverse().join(''));
  return { address: printAddress(bytes.join('')), port: Number.parseInt(port, 16) };
}

/** An IPv4 address in an IPv6 one is written as what it is. */
function printAddress(digits: string): string {
  const shown = digits.replace(/^0{20}F{4}(?=.)/, '');
  const at = BigInt(`0x${shown}`);
  return addressRanges.print(shown.length === 8 ? 4 : 6, [{ from: at, to: at }])[0] ?? '';
}
