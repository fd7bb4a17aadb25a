import { commandFlags } from '../formats/command-flags.ts';
import { daemonJsonLine, parseDaemonJson } from '../formats/daemon-json.ts';
import { dockerConflicts } from '../formats/docker-conflicts.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { dockerUnitCommand } from './docker-unit-command.ts';
import { hostFile } from './host-file.ts';

/** dockerd before 23.0 cannot check its configuration without starting. */
const CANNOT_VALIDATE = /unknown flag: --validate/;

/** Why dockerd would not start by docker.service and its file: a sentence each, with the place. */
export const dockerStartProblems: Fact<readonly string[]> = {
  name: 'docker-start-problems',
  async read(host, use) {
    const command = await use(dockerUnitCommand);
    if (command === null) return [];
    const named = commandFlags(command.argv, ['--config-file']).at(-1);
    const path: Path = named === undefined ? '/etc/docker/daemon.json' : `/${named.replace(/^\/+/, '')}`;
    const file = await hostFile(host, path, (text) => ({ text, options: parseDaemonJson(text) }));
    const conflicts = file === null ? [] : dockerConflicts(command.argv, file.options);
    if (file !== null && conflicts.length > 0) {
      return conflicts.map((key) => {
        const flag = `${command.source}:${command.line ?? 1}`;
        return `"${key}" is set by a flag in ${flag} and by ${path}:${daemonJsonLine(file.text, key) ?? 1}`;
      });
    }
    const [program = '', ...flags] = command.argv;
    // "userns-remap": "default" makes its user when it is checked, too: in the scratch copy of /etc.
    const validate = [program, '--validate', ...flags].map(shellWord).join(' ');
    const checked = await host.rehearse(`[ ! -x ${shellWord(program)} ] || ${validate}`);
    if (checked === null || checked.status === 0 || CANNOT_VALIDATE.test(checked.stderr)) return [];
    return [`dockerd --validate: ${checked.stderr.trim().replaceAll(/\s*\n\s*/g, ' ')} (${path})`];
  },
};
