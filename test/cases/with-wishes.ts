import { sysctlPath } from '../../src/formats/sysctl-conf.ts';
import { fitsPattern } from '../../src/host/fits-pattern.ts';
import type { WrittenEntry, WrittenHost } from '../../src/host/memory-host.ts';
import { entryFormats } from '../../src/kinds/entry-formats.ts';
import type { Json } from '../../src/model/json.ts';
import type { Requirement } from '../../src/model/requirement.ts';

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['mode', 'mode'],
  ['owner', 'uid'],
  ['group', 'gid'],
]);

/** The host as it is written down, with every wish of these requirements fulfilled: parts of entries and live state. */
export function withWishes(host: WrittenHost, requirements: readonly Requirement[]): WrittenHost {
  const entries: { [path: string]: WrittenEntry } = { ...host.entries };
  const settings = { ...host.live?.['kernel-setting'] };
  const units = { ...host.live?.unit };
  const rules = [...(host.live?.['audit-rule'] ?? [])];
  for (const { kind, key, part, desired } of requirements.flatMap(({ wishes }) => wishes)) {
    if (kind === 'kernel-setting') {
      const paths = Object.keys(settings).filter((path) => fitsPattern(path, sysctlPath(key)));
      for (const path of paths) settings[path] = String(desired);
    } else if (kind === 'audit-rule') {
      rules.push(key);
    } else if (kind === 'unit') {
      units[key] = { active: desired === 'active' ? 'active' : 'inactive' };
    } else if (part === undefined && isLink(desired)) {
      entries[key] = desired;
    } else if (part !== undefined && FIELDS.has(part)) {
      const entry = entries[key];
      // Of a file that comes with this very plan, the mode is no matter here.
      if (entry !== undefined && host.entries !== undefined && key in host.entries)
        entries[key] = {
          ...(typeof entry === 'string' ? { content: entry } : entry),
          [FIELDS.get(part) ?? '']: desired,
        };
    } else if (part !== undefined) {
      const format = entryFormats.get(part.slice(0, part.indexOf(':')));
      const entry = entries[key] ?? '';
      const text = typeof entry === 'string' ? entry : 'content' in entry ? entry.content : null;
      if (format === undefined || typeof text !== 'string') throw new TypeError(`${key}: ${part} of a text`);
      const content = format.set(text, part.slice(part.indexOf(':') + 1), desired);
      entries[key] = typeof entry === 'string' ? content : { ...entry, content };
    }
  }
  return {
    ...host,
    entries,
    live: { ...host.live, 'kernel-setting': settings, 'audit-rule': rules, unit: units },
  };
}

function isLink(desired: Json): desired is { link: string } {
  return typeof desired === 'object' && desired !== null && 'link' in desired;
}
