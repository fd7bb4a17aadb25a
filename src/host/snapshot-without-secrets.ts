import { Buffer } from 'node:buffer';
import { hideBareSecrets } from '../formats/hide-bare-secrets.ts';
import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import { replaceSecrets } from '../formats/replace-secrets.ts';
import { isSecretName } from '../formats/secret-name.ts';
import { shapedStandIns } from '../formats/shaped-stand-ins.ts';
import type { StandIn } from '../formats/stand-in.ts';
import type { Hash } from '../model/entry.ts';
import type { Json } from '../model/json.ts';
import type { Path } from '../model/path.ts';
import type { Refusal } from '../model/refusal.ts';
import type { CapturedEntry, CapturedLive, CapturedObservation, Snapshot } from '../model/snapshot.ts';
import { hashContent } from './hash-content.ts';

/** Files that are nothing but secrets, in whatever format. A certificate says what it is. machine-id(5) is confidential, too. */
const SECRET_FILE =
  /(?:^|\/)(?:id_\w+|machine-id|ssh_host_\w+_key|\.pgpass|\.netrc|[^/]*\.(?:key|pem|p12|pfx|jks|keystore|keytab|kdbx)|[^/]*[-_.]?(?:secrets?|keytab))$/;

/** The same snapshot with stand-ins for every secret, everywhere. Equal secrets have equal stand-ins throughout. */
export function snapshotWithoutSecrets(snapshot: Snapshot): Snapshot {
  const standIn = shapedStandIns();
  const text = (value: string, path?: string) =>
    replaceSecrets(hideBareSecrets(value, standIn), path, standIn);
  const refusal = (value: Refusal) => inTexts(value as unknown as Json, text) as unknown as Refusal;

  const contents = new Map<Hash, Uint8Array>();
  const entry = (path: Path, captured: CapturedEntry): CapturedEntry => {
    const { content, xattrs } = captured;
    const bytes = content === undefined ? undefined : snapshot.contents.get(content);
    const hidden = bytes === undefined ? undefined : fileContent(path, bytes, text, standIn);
    const hash = hidden === undefined ? undefined : hashContent(hidden);
    if (hidden !== undefined && hash !== undefined) contents.set(hash, hidden);
    return {
      ...captured,
      ...(hash === undefined ? {} : { content: hash }),
      ...(xattrs === undefined
        ? {}
        : { xattrs: mapValues(xattrs, (value, name) => xattr(name, value, standIn)) }),
    };
  };
  const live = <K extends keyof Snapshot['live']>(
    { keys, states }: CapturedLive<K>,
    key: (key: string) => string,
    state: (state: CapturedLive<K>['states'][string], key: string) => CapturedLive<K>['states'][string],
  ): CapturedLive<K> => ({
    keys: mapValues(keys, (all) => all.map(key)),
    states: Object.fromEntries(
      Object.entries(states).map(([name, value]) => [key(name), state(value, name)]),
    ),
  });
  const asIs = <T>(value: T) => value;

  return {
    host: snapshot.host,
    entries: mapValues(snapshot.entries, (captured, path) => captured && entry(path as Path, captured)),
    live: {
      'kernel-setting': live(snapshot.live['kernel-setting'], asIs, (value, key) =>
        value === null ? null : kernelSetting(key, value, text),
      ),
      'audit-rule': live(snapshot.live['audit-rule'], (rule) => text(rule), asIs),
      unit: live(snapshot.live.unit, asIs, asIs),
      'nft-table': live(snapshot.live['nft-table'], asIs, (value) =>
        typeof value === 'string' ? text(value) : value,
      ),
    },
    observations: snapshot.observations.map((seen) =>
      'refusal' in seen ? { ...seen, refusal: refusal(seen.refusal) } : observation(seen, text, standIn),
    ),
    refused: mapValues(snapshot.refused, refusal),
    obstacles: mapValues(snapshot.obstacles, (all) => all.map(refusal)),
    contents,
  };
}

type Hide = (text: string, path?: string) => string;

function fileContent(path: Path, bytes: Uint8Array, hide: Hide, standIn: StandIn): Uint8Array {
  const text = decodeHostText(bytes);
  if (SECRET_FILE.test(path) && !text.includes('-----BEGIN ')) return encodeHostText(standIn('secret', text));
  return encodeHostText(hide(text, path));
}

/** `security` and `system` are labels, capabilities and access lists; in the other name spaces may be anything. */
function xattr(name: string, value: string, standIn: StandIn): string {
  if (/^(?:security|system)\./.test(name)) return value;
  const text = decodeHostText(Buffer.from(value, 'base64'));
  return Buffer.from(encodeHostText(standIn('secret', text))).toString('base64');
}

/** Some are secrets by their name: `tcp_fastopen_key`, `stable_secret`. */
function kernelSetting(key: string, value: string, hide: Hide): string {
  const name = `${key.slice(key.lastIndexOf('/') + 1)}=`;
  return hide(name + value).slice(name.length);
}

function observation(
  { what, says }: { readonly what: CapturedObservation['what']; readonly says: string },
  hide: Hide,
  standIn: StandIn,
): CapturedObservation {
  if (what.type !== 'processes') return { what, says: hide(says) };
  // Words of a command line stand apart in JSON: `"--token", "…"` is no text that a pattern for lines can read.
  const hidden = JSON.stringify(JSON.parse(says), (key, value) =>
    key === 'argv' && Array.isArray(value) ? commandLine(value, hide, standIn) : value,
  );
  return { what, says: hidden };
}

function commandLine(argv: readonly unknown[], hide: Hide, standIn: StandIn): readonly unknown[] {
  return argv.map((word, i) => {
    if (typeof word !== 'string') return word;
    const before = argv[i - 1];
    const isValue = typeof before === 'string' && /^--?[\w-]+$/.test(before) && isSecretName(before, word);
    return isValue ? standIn('secret', word) : hide(word);
  });
}

function inTexts(value: Json, hide: Hide): Json {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((one: Json) => inTexts(one, hide));
  if (value === null || typeof value !== 'object') return value;
  return mapValues(value as { readonly [name: string]: Json }, (one) => inTexts(one, hide));
}

function mapValues<K extends string, V, W>(
  all: { readonly [key in K]: V },
  change: (value: V, key: K) => W,
): { readonly [key in K]: W } {
  const changed = (Object.entries(all) as [K, V][]).map(([key, value]) => [key, change(value, key)]);
  return Object.fromEntries(changed) as { readonly [key in K]: W };
}
