import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../../../src/model/playbook.ts';

export interface Golden {
  /** Of the captured host: its folder in snapshots/. */
  readonly host: string;
  readonly profile: Profile;
  /** The captured host's directory. */
  readonly directory: string;
  /** Where the golden plan is. */
  readonly file: string;
}

const SNAPSHOTS = join(import.meta.dirname, '../../../snapshots');
const PROFILES: readonly Profile[] = ['baseline', 'container-host', 'strict'];

/** Every plan that stands beside a captured host, whether it is written already or not. */
export function goldens(): readonly Golden[] {
  return readdirSync(SNAPSHOTS)
    .sort()
    .flatMap((host) => {
      const directory = join(SNAPSHOTS, host);
      return PROFILES.map((profile) => ({
        host,
        profile,
        directory,
        file: join(directory, `plan.${profile}.txt`),
      }));
    });
}
