import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../../scripts/bundle.ts';
import type { Command } from './scenario.ts';

const CACHE = join(import.meta.dirname, '../../../.cache');

/**
 * The tool as users run it, a bundle, with the playbooks of a folder of the tests for its catalogue: the
 * beginning of its command line. Named by its content, so that a long sweep stays with the sources it began with.
 */
export async function buildTool(playbooks = 'test/faults/playbooks'): Promise<Command> {
  mkdirSync(CACHE, { recursive: true });
  const building = mkdtempSync(join(CACHE, 'faults-build-'));
  try {
    const made = join(building, 'holdfast.cjs');
    await bundle('src/cli/main.ts', made, playbooks);
    const key = createHash('sha256').update(readFileSync(made)).digest('hex').slice(0, 12);
    const program = join(CACHE, `faults-${key}.cjs`);
    renameSync(made, program);
    return [process.execPath, program];
  } finally {
    rmSync(building, { recursive: true });
  }
}
