import { splitExecStart } from '../formats/exec-words.ts';
import type { Fact } from '../model/playbook.ts';
import { refusingMalformed } from './host-file.ts';
import { unitEnvironment } from './unit-environment.ts';
import { unitFile } from './unit-file.ts';

/** A command line of dockerd and where it stands. */
export interface DockerdCommand {
  readonly argv: readonly string[];
  readonly source: string;
  readonly line?: number;
}

/** With what docker.service starts dockerd the next time; null where there is no such unit, or it is masked. */
export const dockerUnitCommand: Fact<DockerdCommand | null> = {
  name: 'docker-unit-command',
  async read(_host, use) {
    const unit = await use(unitFile('docker.service'));
    const start = unit?.values('Service', 'ExecStart').at(-1);
    if (start === undefined) return null;
    const environment = await use(unitEnvironment('docker.service'));
    const argv = refusingMalformed(start.source, () => splitExecStart(start.value, environment), start.line);
    return { argv, source: start.source, line: start.line };
  },
};
