import { bootSettings } from '../facts/boot-settings.ts';
import type { SysctlConfiguration, SysctlFile } from '../facts/sysctl-configuration.ts';
import { sysctlName } from '../formats/sysctl-conf.ts';
import type { Path } from '../model/path.ts';
import type { Evidence } from '../model/requirement.ts';

/** A line that turns IPv4 forwarding on at boot, and the file to take it out of. */
export interface ForwardingLine {
  readonly file: Path;
  readonly line: number;
  readonly key: string;
  readonly value: string;
}

/** The kernel has one switch under both names. */
const SWITCH = ['net/ipv4/ip_forward', 'net/ipv4/conf/all/forwarding'];

/** Whether a file turns IPv4 forwarding on at boot, every line that does or would if others went, and the evidence. */
export function persistedForwarding(configuration: SysctlConfiguration): {
  readonly isOn: boolean;
  readonly lines: readonly ForwardingLine[];
  readonly evidence: readonly Evidence[];
} {
  const decide = bootSettings(configuration);
  const winners = SWITCH.map((path) => decide(path)).filter((by) => by !== null);
  const lines = filesAtBoot(configuration).flatMap(({ path, assignments }) =>
    assignments
      .filter(({ key, value }) => SWITCH.includes(key) && value !== null)
      .map(({ line, key, value }) => ({ file: path, line, key: sysctlName(key), value: value ?? '' })),
  );
  const evidence = lines.map(({ file, line, key, value }): Evidence => {
    const isHere = (source: string) =>
      source === file || (file === '/etc/sysctl.conf' && isLinkTo(configuration, source));
    const wins = winners.some((by) => by.line === line && isHere(by.source));
    const says = `${key} = ${value}${value === '0' ? ' (dockerd turns it on again; until then, and whenever somebody runs sysctl --system, containers have no network)' : ''}`;
    return { source: file, line, says, wins };
  });
  const isOn = winners.some(({ value }) => value !== '0');
  return { isOn, lines: lines.filter(({ value }) => value !== '0'), evidence };
}

/** What is read at boot or when ufw starts, each file under the name to edit: that of a link is /etc/sysctl.conf. */
function filesAtBoot(configuration: SysctlConfiguration): readonly SysctlFile[] {
  const { reader, files, sysctlConf, ufw } = configuration;
  const linked = files.some(({ path }) => isLinkTo(configuration, path));
  const own = sysctlConf !== null && (linked || reader === 'procps') ? [sysctlConf] : [];
  return [
    ...(reader === null ? [] : files.filter(({ path }) => !isLinkTo(configuration, path))),
    ...own,
    ...(ufw === null ? [] : [ufw]),
  ];
}

/** Distributions have this link so that systemd reads the old file. */
function isLinkTo({ files, sysctlConf }: SysctlConfiguration, path: string): boolean {
  const file = files.find((each) => each.path === path);
  return (
    sysctlConf !== null &&
    path === '/etc/sysctl.d/99-sysctl.conf' &&
    JSON.stringify(file?.assignments) === JSON.stringify(sysctlConf.assignments)
  );
}
