import { type Format, Malformed } from '../model/format.ts';
import type { Json } from '../model/json.ts';
import { type JsonMember, type JsonNode, parseJsonTree } from './json-tree.ts';
import { sameJson } from './same-json.ts';

export type JsonObject = { readonly [key: string]: Json };

/** The options of a daemon.json, which is an object; an empty file is an empty one, as dockerd has it. Throws {@link Malformed}. */
export function parseDaemonJson(text: string): JsonObject {
  return jsonAt(text, rootOf(text)) as JsonObject;
}

/** 1-based line of a key at the top, null where it is absent. */
export function daemonJsonLine(text: string, key: string): number | null {
  const member = rootOf(text).members?.find((one) => one.key === key);
  return member === undefined ? null : lineAt(text, member.start);
}

/**
 * Parts are JSON pointers (RFC 6901) through objects: `/icc`, `/log-opts/max-size`. Missing objects on the
 * way are made, and stay. Unknown keys, order, indentation and line ends are kept; a new key is the last.
 */
export const daemonJsonFormat: Format = {
  name: 'json',

  get(text, part) {
    let node: JsonNode | undefined = rootOf(text);
    for (const key of keysOf(part)) node = node?.members?.find((member) => member.key === key)?.value;
    return node === undefined ? null : jsonAt(text, node);
  },

  set(text, part, desired) {
    if (sameJson(daemonJsonFormat.get(text, part), desired)) return text;
    const whole = isBlank(text) ? '{}\n' : text;
    return put(whole, rootOf(whole), keysOf(part), desired);
  },
};

function put(text: string, node: JsonNode, keys: readonly string[], desired: Json): string {
  const [key = '', ...deeper] = keys;
  if (node.members === null)
    throw new Malformed(lineAt(text, node.start), `is no object, so it has no ${key}`);
  const member = node.members.find((one) => one.key === key);
  if (desired === null && deeper.length === 0)
    return member === undefined ? text : without(text, node, member);
  if (member === undefined) {
    const value = deeper.reduceRight((inner: Json, name) => ({ [name]: inner }), desired);
    return withMember(text, node, key, value);
  }
  if (deeper.length > 0) return put(text, member.value, deeper, desired);
  const indent = indentAt(text, member.start);
  const { start, end } = member.value;
  return text.slice(0, start) + print(text, desired, indent) + text.slice(end);
}

/** The member leaves together with the comma before it, or behind it when it is the first. */
function without(text: string, node: JsonNode, member: JsonMember): string {
  const members = node.members ?? [];
  const i = members.indexOf(member);
  const [before, after] = [members[i - 1], members[i + 1]];
  if (before !== undefined) return text.slice(0, before.value.end) + text.slice(member.value.end);
  if (after !== undefined) return text.slice(0, member.start) + text.slice(after.start);
  return `${text.slice(0, node.start)}{}${text.slice(node.end)}`;
}

function withMember(text: string, node: JsonNode, key: string, value: Json): string {
  const last = node.members?.at(-1);
  const name = JSON.stringify(key);
  if (last === undefined) {
    const outer = lineIndent(text, node.start);
    const indent = outer === null ? null : outer + unitOf(text);
    const [open, close] = outer === null ? ['', ''] : [endOfLine(text) + indent, endOfLine(text) + outer];
    const body = `{${open}${name}: ${print(text, value, indent)}${close}}`;
    return text.slice(0, node.start) + body + text.slice(node.end);
  }
  const indent = indentAt(text, last.start);
  const blank = indent === null ? ' ' : `${endOfLine(text)}${indent}`;
  const { end } = last.value;
  return `${text.slice(0, end)},${blank}${name}: ${print(text, value, indent)}${text.slice(end)}`;
}

/** On one line where the neighbors are (`indent` null), else indented as they are. */
function print(text: string, value: Json, indent: string | null): string {
  if (indent === null) return JSON.stringify(value);
  return JSON.stringify(value, null, unitOf(text)).replaceAll('\n', `${endOfLine(text)}${indent}`);
}

/** What stands before the line's first character; null where `place` is not that character. */
function indentAt(text: string, place: number): string | null {
  return /(?:^|\n)([ \t]*)$/.exec(text.slice(0, place))?.[1] ?? null;
}

/** What stands before the first character of the line with `place`; null inside an object written on one line. */
function lineIndent(text: string, place: number): string | null {
  const before = text.slice(0, place);
  return /(?:^|\n)([ \t]*)(?:"[^\n]*)?$/.exec(before)?.[1] ?? null;
}

/** One step of indentation: that of the first key that stands at the beginning of a line. */
function unitOf(text: string): string {
  return /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
}

function endOfLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function keysOf(pointer: string): readonly string[] {
  if (!pointer.startsWith('/')) throw new TypeError(`no JSON pointer: ${pointer}`);
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function rootOf(text: string): JsonNode {
  const root = parseJsonTree(isBlank(text) ? '{}' : text);
  if (root.members === null) throw new Malformed(lineAt(text, root.start), 'an object is wanted here');
  return root;
}

function jsonAt(text: string, node: JsonNode): Json {
  return isBlank(text) ? {} : JSON.parse(text.slice(node.start, node.end));
}

function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}

function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}
