/** A port of the host that a container publishes, as `docker ps` tells it. */
export interface PublishedBinding {
  readonly container: string;
  readonly protocol: 'tcp' | 'udp';
  /** `0.0.0.0` and `::` for all addresses of the host. */
  readonly address: string;
  readonly port: number;
}

/** Lines of `docker ps --format '{{.Names}}\t{{.Ports}}'`; of SCTP nothing is known here. */
export function parsePublishedBindings(text: string): readonly PublishedBinding[] {
  const found: PublishedBinding[] = [];
  for (const line of text.split('\n')) {
    const [container = '', ports = ''] = line.split('\t');
    for (const [, host = '', first, last, protocol] of ports.matchAll(
      /(?<=^|[\s,])(\S+?):(\d+)(?:-(\d+))?->[\d-]+\/(tcp|udp)\b/g,
    )) {
      const address = host.replace(/^\[(.*)\]$/, '$1');
      for (let port = Number(first); port <= Number(last ?? first); port++)
        found.push({ container, protocol: protocol === 'udp' ? 'udp' : 'tcp', address, port });
    }
  }
  return found;
}
