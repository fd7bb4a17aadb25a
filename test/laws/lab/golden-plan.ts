import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProgram } from '../../../src/cli/program.ts';
import type { Profile } from '../../../src/model/playbook.ts';

/** What `holdfast plan --snapshot DIRECTORY --profile PROFILE` prints where there are no colors. */
export async function goldenPlan(directory: string, profile: Profile): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-golden-'));
  try {
    const out = join(place, 'plan');
    const args = ['plan', '--snapshot', directory, '--profile', profile, '--out', out];
    await createProgram(() => undefined).parseAsync(args, { from: 'user' });
    return readFileSync(out, 'utf8');
  } finally {
    rmSync(place, { recursive: true });
  }
}
