import type { Json } from '../model/json.ts';
import type { Refusal, RefusalCode, Refusals } from '../model/refusal.ts';

type Shapes = { readonly [C in RefusalCode]?: { readonly [A in keyof Refusals[C]]: 'string' | 'number' } };

/** What a host may answer with in place of an answer, and what each is made of. */
const SHAPES: Shapes = {
  unreadable: { path: 'string', why: 'string' },
  'not-root': { path: 'string' },
  'too-large': { path: 'string', size: 'number', limit: 'number' },
  'link-loop': { path: 'string' },
  'not-a-directory': { path: 'string' },
  'command-failed': { command: 'string', why: 'string' },
  'not-observable': { what: 'string' },
  'tool-missing': { tool: 'string', package: 'string', what: 'string' },
  'no-space': { path: 'string', needed: 'number', free: 'number' },
  'read-only-file-system': { path: 'string' },
  immutable: { path: 'string', flag: 'string' },
  'mount-point': { path: 'string' },
  'hard-linked': { path: 'string', links: 'number' },
  'wrong-type': { path: 'string', wanted: 'string', found: 'string' },
  'parent-missing': { path: 'string' },
  'attributes-unsupported': { path: 'string', name: 'string' },
  io: { path: 'string', call: 'string', errno: 'string' },
};

/** A host's refusal as it was written down; null where it is none. */
export function parseRefusal(value: Json): Refusal | null {
  if (value === null || typeof value !== 'object' || !('code' in value) || !('args' in value)) return null;
  const { code, args } = value;
  const shape = Object.entries(SHAPES).find(([known]) => known === code)?.[1];
  if (shape === undefined || args === null || typeof args !== 'object') return null;
  const given = new Map<string, Json>(Object.entries(args));
  const fits = Object.entries(shape).every(([name, type]) => typeof given.get(name) === type);
  return fits ? (value as unknown as Refusal) : null;
}
