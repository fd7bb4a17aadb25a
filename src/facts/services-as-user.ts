import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { unitFile } from './unit-file.ts';

/** A service that runs as somebody, and the line that says so. */
export interface ServiceAsUser {
  readonly unit: string;
  /** As it is written: a name or a uid. */
  readonly user: string;
  readonly source: Path;
  readonly line: number;
}

/** The administrator's own and enabled services; of the rest, what runs shows as processes. */
const DIRECTORY: Path = '/etc/systemd/system';

/** Services of /etc/systemd/system with `User=`, systemd.exec(5). */
export const servicesAsUser: Fact<readonly ServiceAsUser[]> = {
  name: 'services-as-user',
  async read(host, use) {
    const found: ServiceAsUser[] = [];
    for (const unit of (await host.list(DIRECTORY)) ?? []) {
      if (!unit.endsWith('.service')) continue;
      const set = (await use(unitFile(unit)))?.values('Service', 'User').at(-1);
      if (set !== undefined) found.push({ unit, user: set.value, source: set.source, line: set.line });
    }
    return found;
  },
};
