import { parseEnvironmentFile } from '../formats/environment-file.ts';
import { type Environment, splitQuotedWords } from '../formats/exec-words.ts';
import type { Unit } from '../model/effect.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { hostFile, refusingMalformed } from './host-file.ts';
import { type UnitValue, unitFile } from './unit-file.ts';

/**
 * The variables with which systemd expands a unit's command lines, as far as its files set them:
 * `Environment=`, then the files of `EnvironmentFile=`, which win (systemd.exec(5)).
 */
export function unitEnvironment(name: Unit): Fact<Environment> {
  return {
    name: `unit-environment ${name}`,
    async read(host, use) {
      const unit = await use(unitFile(name));
      if (unit === null) return {};
      const environment: { [name: string]: string } = {};
      for (const { value, source, line } of unit.values('Service', 'Environment')) {
        for (const word of refusingMalformed(source, () => splitQuotedWords(value), line)) {
          const equals = word.indexOf('=');
          if (equals > 0) environment[word.slice(0, equals)] = word.slice(equals + 1);
        }
      }
      for (const file of unit.values('Service', 'EnvironmentFile')) {
        for (const variable of await variablesIn(host, file)) environment[variable.name] = variable.value;
      }
      return environment;
    },
  };
}

/** A missing file is skipped: with `-` systemd skips it too, without it the unit does not start at all. */
async function variablesIn(
  host: HostReader,
  { value, source, line }: UnitValue,
): Promise<readonly { name: string; value: string }[]> {
  const path = value.replace(/^-/, '');
  if (!isPath(path) || /[*?[%]/.test(path)) {
    const why = `EnvironmentFile=${value} on line ${line} is no plain path`;
    throw new Refused({ code: 'unreadable', args: { path: source, why } });
  }
  return (await hostFile(host, path, parseEnvironmentFile)) ?? [];
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
