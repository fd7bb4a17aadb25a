/** Whose containerd makes its socket, with the line that says so; root's where none does. */
export interface ContainerdSocketOwner {
  readonly uid: { readonly id: number; readonly line: number } | null;
  readonly gid: { readonly id: number; readonly line: number } | null;
  /** Where the socket is, as table `grpc` says it; null where it does not. */
  readonly address: string | null;
}

/** Reads table `grpc` of containerd's config.toml (containerd-config.toml(5)). */
export function containerdGrpc(text: string): ContainerdSocketOwner {
  let table = '';
  let address: string | null = null;
  const ids = new Map<string, { id: number; line: number }>();
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*\[\s*"?([\w.]+)"?\s*\]\s*(?:#.*)?$/.exec(line)?.[1];
    if (header !== undefined) table = header;
    else if (/^\s*\[/.test(line)) table = '[';
    if (table !== 'grpc') continue;
    const [, key = '', id] = /^\s*(uid|gid)\s*=\s*(\d+)\s*(?:#.*)?$/.exec(line) ?? [];
    if (id !== undefined) ids.set(key, { id: Number(id), line: index + 1 });
    const [, , place] = /^\s*address\s*=\s*(["'])(.*?)\1/.exec(line) ?? [];
    if (place !== undefined) address = place;
  }
  return { uid: ids.get('uid') ?? null, gid: ids.get('gid') ?? null, address };
}
