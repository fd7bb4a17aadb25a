import { splitLines } from './lines.ts';

export interface DockerNetwork {
  readonly id: string;
  /** `bridge`, `host`, `null`, `macvlan`, `overlay`, or a plugin's. */
  readonly driver: string;
  readonly hasIPv6: boolean;
  readonly name: string;
}

/** The lines of `docker network ls --no-trunc --format '{{.ID}} {{.Driver}} {{.IPv6}} {{.Name}}'`. */
export function parseDockerNetworks(text: string): readonly DockerNetwork[] {
  return splitLines(text).flatMap(({ text: line }) => {
    const [, id, driver, ipv6, name] = /^(\S+) (\S+) (true|false) (.+)$/.exec(line) ?? [];
    return id === undefined || driver === undefined || name === undefined
      ? []
      : [{ id, driver, hasIPv6: ipv6 === 'true', name }];
  });
}
