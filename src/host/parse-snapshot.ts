import type { EntryType, Hash } from '../model/entry.ts';
import type { Json } from '../model/json.ts';
import type { LiveKind } from '../model/live.ts';
import type { Observation } from '../model/observation.ts';
import type { Refusal } from '../model/refusal.ts';
import type { CapturedEntry, CapturedLive, CapturedObservation, Snapshot } from '../model/snapshot.ts';
import { parseRefusal } from './parse-refusal.ts';

type Fields = { readonly [name: string]: Json };

const TYPES: readonly EntryType[] = [
  'file',
  'directory',
  'link',
  'fifo',
  'socket',
  'char-device',
  'block-device',
];

/** What a `host.json` says. Throws a SyntaxError that names the place of the first thing that is not as it should be. */
export function parseSnapshot(text: string): Omit<Snapshot, 'contents'> {
  const all = fields(JSON.parse(text), 'host.json');
  if (all.schema !== 'holdfast.snapshot/1') throw new SyntaxError('its schema is not holdfast.snapshot/1');
  const host = fields(all.host, 'host');
  const live = fields(all.live, 'live');
  return {
    host: {
      type: oneOf(host.type, ['live', 'image'] as const, 'the type of the host'),
      machine: host.machine === null ? null : string(host.machine, 'the machine of the host'),
    },
    entries: mapFields(all.entries, 'entries', (value, path) => {
      if (!/^\/(?:[^/]+(?:\/[^/]+)*)?$/.test(path)) throw new SyntaxError(`entries: ${path} is no path`);
      return value === null ? null : parseEntry(fields(value, path), path);
    }),
    live: {
      'kernel-setting': parseLive(live, 'kernel-setting', (state, key) => string(state, key)),
      'audit-rule': parseLive(live, 'audit-rule', (state, key) => oneOf(state, [true] as const, key)),
      unit: parseLive(live, 'unit', (state, key) => ({
        active: oneOf(fields(state, key).active, ['active', 'inactive', 'failed'] as const, key),
      })),
      // Captures from before there were any do not have it.
      'nft-table': parseLive({ 'nft-table': { keys: {}, states: {} }, ...live }, 'nft-table', string),
    },
    observations: list(all.observations, 'observations').map(parseObservation),
    refused: mapFields(all.refused, 'refused', refusal),
    obstacles: mapFields(all.obstacles, 'obstacles', (value, path) =>
      list(value, path).map((one) => refusal(one, path)),
    ),
  };
}

function parseEntry(entry: Fields, path: string): CapturedEntry {
  const where = (name: string) => `the ${name} of ${path}`;
  const number = (name: string, usual?: number) => natural(entry[name] ?? usual, where(name));
  const mode = string(entry.mode, where('mode'));
  if (!/^[0-7]{4}$/.test(mode)) throw new SyntaxError(`${where('mode')} is not octal`);
  const { mtime, target, content, xattrs, flags, unseen } = entry;
  return {
    type: oneOf(entry.type, TYPES, where('type')),
    mode: Number.parseInt(mode, 8),
    uid: number('uid'),
    gid: number('gid'),
    mtime: mtime === null ? null : string(mtime, where('mtime')),
    size: number('size'),
    links: number('links', 1),
    device: string(entry.device ?? '0', where('device')),
    ...(target === undefined ? {} : { target: string(target, where('target')) }),
    ...(content === undefined ? {} : { content: hash(content, where('content')) }),
    ...(xattrs === undefined ? {} : { xattrs: mapFields(xattrs, where('xattrs'), string) }),
    ...(flags === undefined ? {} : { flags: string(flags, where('flags')) }),
    ...(entry.listed === true ? { listed: true } : {}),
    ...(unseen === undefined ? {} : { unseen: strings(unseen, where('unseen')) }),
  };
}

function parseLive<K extends LiveKind>(
  live: Fields,
  kind: K,
  parse: (state: Json, key: string) => NonNullable<CapturedLive<K>['states'][string]>,
): CapturedLive<K> {
  const { keys, states } = fields(live[kind], kind);
  return {
    keys: mapFields(keys, kind, strings),
    states: mapFields(states, kind, (state, key) => (state === null ? null : parse(state, key))),
  };
}

function parseObservation(value: Json): CapturedObservation {
  const seen = fields(value, 'an observation');
  const what = parseWhat(fields(seen.what, 'an observation'));
  const name = JSON.stringify(what);
  if (seen.refusal !== undefined) return { what, refusal: refusal(seen.refusal, name) };
  const says = seen.json === undefined ? strings(seen.lines, name).join('\n') : JSON.stringify(seen.json);
  return { what, says };
}

function parseWhat(what: Fields): Observation {
  const type = oneOf(
    what.type,
    ['proc', 'processes', 'invoker', 'ssh-connection', 'sockets', 'command'] as const,
    'an observation',
  );
  if (type === 'proc') return { type, path: string(what.path, type) };
  if (type !== 'command') return { type };
  const [program, ...args] = strings(what.argv, type);
  if (program?.startsWith('/') !== true) throw new SyntaxError('an observed command has no absolute path');
  return { type, argv: [program as `/${string}`, ...args] };
}

function refusal(value: Json, where: string): Refusal {
  const parsed = parseRefusal(value);
  if (parsed === null) throw new SyntaxError(`${where} has a refusal that no host gives`);
  return parsed;
}

function fields(value: Json | undefined, where: string): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new SyntaxError(`${where} is no object`);
  return value as Fields;
}

function mapFields<T>(
  value: Json | undefined,
  where: string,
  parse: (value: Json, key: string) => T,
): { readonly [key: string]: T } {
  return Object.fromEntries(Object.entries(fields(value, where)).map(([key, one]) => [key, parse(one, key)]));
}

function list(value: Json | undefined, where: string): readonly Json[] {
  if (!Array.isArray(value)) throw new SyntaxError(`${where} is no list`);
  return value;
}

function strings(value: Json | undefined, where: string): readonly string[] {
  return list(value, where).map((one) => string(one, where));
}

function string(value: Json | undefined, where: string): string {
  if (typeof value !== 'string') throw new SyntaxError(`${where} is no text`);
  return value;
}

/** It becomes the name of a file that is read: it must be nothing else. */
function hash(value: Json, where: string): Hash {
  const text = string(value, where);
  if (!/^[0-9a-f]{64}$/.test(text)) throw new SyntaxError(`${where} is no SHA-256`);
  return text;
}

function natural(value: Json | undefined, where: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new SyntaxError(`${where} is no number`);
  return value;
}

function oneOf<T extends Json>(value: Json | undefined, known: readonly T[], where: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new SyntaxError(`${where} is none of ${known.join(', ')}`);
  return found;
}
