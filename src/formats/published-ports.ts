export interface PublishedPort {
  readonly address: string;
  readonly port: number;
}

/** TCP ports of `docker ps --format {{.Ports}}`, each once, at an address of this machine: `0.0.0.0` is reached at 127.0.0.1. */
export function publishedPorts(text: string): readonly PublishedPort[] {
  const found = new Map<string, PublishedPort>();
  for (const [, host = '', first, last] of text.matchAll(
    /(?<=^|[\s,])(\S+?):(\d+)(?:-(\d+))?->[\d-]+\/tcp\b/gm,
  )) {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const address = bare === '0.0.0.0' ? '127.0.0.1' : bare === '::' ? '::1' : bare;
    for (let port = Number(first); port <= Number(last ?? first); port++) {
      found.set(`${address} ${port}`, { address, port });
    }
  }
  return [...found.values()];
}
