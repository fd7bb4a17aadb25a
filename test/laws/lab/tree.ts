import { createHash } from 'node:crypto';
import { chmodSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHostText } from '../../../src/formats/host-text.ts';
import type { Entry, Metadata } from '../../../src/model/entry.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import { runTool } from '../../real/lab/run-tool.ts';

/** A file by its text (host encoding) or bytes, a link by its target, or something else by its type. */
export type Planted = (
  | { readonly text: string | Uint8Array }
  | { readonly link: string }
  | { readonly type: 'directory' | 'fifo' | 'socket' }
) & { readonly mode?: number; readonly uid?: number; readonly gid?: number };

/** Parents come first. */
export type Tree = { readonly [path: Path]: Planted };

const NONE: Metadata = { mode: 0o644, uid: 0, gid: 0, mtime: null, xattrs: {}, flags: '' };

export function fileEntry(text: string | Uint8Array, metadata: Partial<Metadata> = {}): Entry {
  const content = bytesOf(text);
  const hash = createHash('sha256').update(content).digest('hex');
  return { type: 'file', content: hash, size: content.length, ...NONE, ...metadata };
}

export function directoryEntry(metadata: Partial<Metadata> = {}): Entry {
  return { type: 'directory', ...NONE, mode: 0o755, ...metadata };
}

export function linkEntry(target: string, metadata: Partial<Metadata> = {}): Entry {
  return { type: 'link', target, ...NONE, mode: 0o777, ...metadata };
}

export function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? encodeHostText(text) : text;
}

/** Through the host's own putEntry, for hosts that are no disk. */
export async function plantInHost(host: Host, tree: Tree): Promise<void> {
  for (const [path, planted] of Object.entries(tree) as [Path, Planted][]) {
    const { mode, uid = 0, gid = 0 } = planted;
    const owned = { uid, gid, mtime: '0', ...(mode === undefined ? {} : { mode }) };
    if ('text' in planted) await host.putEntry(path, fileEntry(planted.text, owned), bytesOf(planted.text));
    else if ('link' in planted) await host.putEntry(path, linkEntry(planted.link, owned), null);
    else await host.putEntry(path, { ...directoryEntry(owned), type: planted.type }, null);
  }
}

/** A directory on disk, gone when disposed of. */
export interface DiskTree extends Disposable {
  readonly root: Path;
  /** Where a path of the tree is, for node:fs. */
  at(path: string): Buffer;
}

/** By plain system calls, without the code under test. A socket's listener stays until the tree goes. */
export function plantOnDisk(tree: Tree): DiskTree {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-host-')) as Path;
  const at = (path: string) => Buffer.concat([Buffer.from(root), encodeHostText(path)]);
  const servers: Disposable[] = [];
  for (const [path, planted] of Object.entries(tree)) {
    const { uid = 0, gid = 0 } = planted;
    if ('text' in planted) writeFileSync(at(path), bytesOf(planted.text));
    else if ('link' in planted) symlinkSync(encodeHostText(planted.link) as Buffer, at(path));
    else if (planted.type === 'directory') mkdirSync(at(path), 0o755);
    else if (planted.type === 'fifo') runTool('mkfifo', [`${root}${path}`]);
    else {
      const server = createServer().listen(`${root}${path}`);
      servers.push({ [Symbol.dispose]: () => server.close() });
    }
    lchownSync(at(path), uid, gid);
    if (planted.mode !== undefined) chmodSync(at(path), planted.mode);
  }
  return {
    root,
    at,
    [Symbol.dispose]() {
      for (const server of servers) server[Symbol.dispose]();
      runTool('find', [root, '-type', 'f', '-exec', 'chattr', '-i', '-a', '{}', '+']);
      rmSync(root, { recursive: true });
    },
  };
}
