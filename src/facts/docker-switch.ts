import type { Evidence } from '../model/requirement.ts';
import type { DockerDaemon } from './docker-daemon.ts';

/** What strconv.ParseBool of Go takes for true. */
const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];

/** An option of dockerd that is on or off, and where it is said: by flag (`--ipv6`, `--ipv6=true`), in its file, or nowhere. */
export function dockerSwitch(
  { command, config }: DockerDaemon,
  key: string,
): readonly { readonly isOn: boolean; readonly evidence: Evidence }[] {
  const { argv = [], ...place } = command ?? { source: 'dockerd' };
  const flags = argv
    .filter((word) => word === `--${key}` || word.startsWith(`--${key}=`))
    .map((word) => ({
      isOn: word === `--${key}` || TRUE.includes(word.slice(key.length + 3)),
      evidence: { ...place, says: word, wins: true },
    }));
  const value = config?.options[key];
  const line = config?.lines[key];
  if (config === null || typeof value !== 'boolean' || line === undefined) return flags;
  const says = `"${key}": ${value}`;
  return [...flags, { isOn: value, evidence: { source: config.path, line, says, wins: true } }];
}
