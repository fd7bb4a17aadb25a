import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianRoot, type Release } from './debian-root.ts';
import { runTool } from './run-tool.ts';

/** A Debian of one's own to change. Disposed of, it is gone: `using debian = freshRoot()`. */
export interface FreshRoot extends Disposable {
  readonly path: string;
}

/** A copy (1 to 4 s) rather than an overlay, which has its own ways with links, flags and inode numbers. */
export function freshRoot(release: Release = 'bookworm', more: readonly string[] = []): FreshRoot {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-debian-'));
  const path = join(place, 'root');
  const dispose = () => {
    // What is immutable stays, also for root.
    runTool('find', [place, '-xdev', '-type', 'f,d', '-exec', 'chattr', '-i', '-a', '{}', '+']);
    rmSync(place, { recursive: true });
  };
  try {
    runTool('cp', ['-a', '--reflink=auto', debianRoot(release, more), path]);
  } catch (error) {
    dispose();
    throw error;
  }
  return { path, [Symbol.dispose]: dispose };
}
