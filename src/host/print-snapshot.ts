import type { Json } from '../model/json.ts';
import type { CapturedEntry, CapturedObservation, Snapshot } from '../model/snapshot.ts';

const WIDTH = 200;

/** `host.json`: all of a snapshot but the contents, sorted, one entry a line, so that a diff of two captures can be read. */
export function printSnapshot({ host, entries, live, observations, refused, obstacles }: Snapshot): string {
  const all = {
    schema: 'holdfast.snapshot/1',
    host,
    entries: Object.fromEntries(
      Object.entries(entries).map(([path, entry]) => [path, entry && writtenEntry(entry)]),
    ),
    live,
    observations: observations.map(writtenObservation),
    refused,
    obstacles,
  };
  return `${print(all as unknown as Json, 2, '')}\n`;
}

/** In the usual words and one order; what is as usual is left out. */
function writtenEntry(entry: CapturedEntry): Json {
  const { type, mode, uid, gid, size, mtime, links, device, target, content, listed, unseen, xattrs, flags } =
    entry;
  return {
    type,
    mode: mode.toString(8).padStart(4, '0'),
    uid,
    gid,
    size,
    mtime,
    ...(links === 1 ? {} : { links }),
    ...(device === '0' ? {} : { device }),
    ...(target === undefined ? {} : { target }),
    ...(content === undefined ? {} : { content }),
    ...(listed === undefined ? {} : { listed }),
    ...(unseen === undefined ? {} : { unseen }),
    ...(xattrs === undefined ? {} : { xattrs }),
    ...(flags === undefined ? {} : { flags }),
  };
}

/** A text line by line, what is JSON itself as JSON. */
function writtenObservation(seen: CapturedObservation): Json {
  const what = seen.what as unknown as Json;
  if ('refusal' in seen) return { what, refusal: seen.refusal as unknown as Json };
  if (['processes', 'invoker', 'ssh-connection', 'sockets'].includes(seen.what.type)) {
    const json: Json = JSON.parse(seen.says);
    if (JSON.stringify(json) === seen.says) return { what, json };
  }
  return { what, lines: seen.says.split('\n') };
}

/** Opens what is less deep than `open` or longer than a line. */
function print(value: Json, open: number, indent: string): string {
  const short = JSON.stringify(value);
  if (value === null || typeof value !== 'object' || short.length <= 2) return short;
  if (open <= 0 && indent.length + short.length <= WIDTH) return short;
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item: Json) => print(item, open - 1, inner))
    : Object.entries(value).map(
        ([key, item]) => `${JSON.stringify(key)}: ${print(item as Json, open - 1, inner)}`,
      );
  const [first, last] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${first}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${last}`;
}
