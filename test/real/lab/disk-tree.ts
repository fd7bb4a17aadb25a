import { chmodSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHostText } from '../../../src/formats/host-text.ts';
import type { Path } from '../../../src/model/path.ts';
import { bytesOf, type Tree } from '../../laws/lab/tree.ts';
import { runTool } from './run-tool.ts';

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
