import { hideSecrets } from './hide-secrets.ts';
import { safeLine } from './safe-line.ts';
import { visibleLine } from './visible.ts';

const WORDS: { readonly [kind: string]: string } = {
  'kernel-setting': 'the kernel setting ',
  unit: 'the unit ',
  'audit-rule': 'the audit rule ',
  package: 'the package ',
};

/** Somebody else's explanation, often a tool's output, as the end of a sentence: lines joined, one full stop. */
export function ended(why: string): string {
  const text = visibleLine(hideSecrets(why.trim()).replace(/\s*\n\s*/g, '; '));
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

export function bytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}

/** What a kind and a key name: a path is its own name. */
export function thing({ kind, key }: { readonly kind: string; readonly key: string }): string {
  return `${WORDS[kind] ?? ''}${safeLine(key)}`;
}

/** The same at the start of a sentence; a path begins with a slash and stays as it is. */
export function startingThing(named: { readonly kind: string; readonly key: string }): string {
  return thing(named).replace(/^the /, 'The ');
}

/** A file, and the line where one is known; 0 stands for the whole file. */
export function place(path: string, line: number): string {
  return line === 0 ? safeLine(path) : `${safeLine(path)}:${line}`;
}
