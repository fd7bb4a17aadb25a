import { readdirSync } from 'node:fs';

/** The playbooks' modules as file URLs, sorted: `playbooks/<area>/<name>.ts`, without those that begin with `_`. */
export function playbookFiles(): readonly string[] {
  const folder = new URL('../../playbooks/', import.meta.url);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/_][^/]*\/[^/_][^/]*\.ts$/.test(file))
    .sort()
    .map((file) => new URL(file, folder).href);
}
