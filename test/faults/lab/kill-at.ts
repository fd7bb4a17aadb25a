import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTATING_CALLS } from './mutating-calls.ts';

const CACHE = join(import.meta.dirname, '../../../.cache');
const SOURCE = join(import.meta.dirname, 'kill-at.c');

/** The path of the compiled kill-at.c, compiled once per version of it and of the list of calls. */
export function killAt(): string {
  const source = readFileSync(SOURCE);
  const header = headerOfCalls();
  const key = createHash('sha256').update(source).update(header).digest('hex').slice(0, 12);
  const program = join(CACHE, `kill-at-${key}`);
  if (existsSync(program)) return program;
  mkdirSync(CACHE, { recursive: true });
  const building = mkdtempSync(join(CACHE, 'kill-at-build-'));
  try {
    writeFileSync(join(building, 'mutating-calls.h'), header);
    const compiled = join(building, 'kill-at');
    // Static, as it also runs in machines with a libc of their own.
    const flags = ['-O1', '-static', '-Wall', '-Wextra', '-Werror'];
    execFileSync('gcc', [...flags, '-I', building, '-o', compiled, SOURCE]);
    renameSync(compiled, program);
  } finally {
    rmSync(building, { recursive: true });
  }
  return program;
}

function headerOfCalls(): string {
  return MUTATING_CALLS.map((call) => {
    const subject = call.subject.replace('-', '_').toUpperCase();
    const numbers = [call.at, call.directory, call.flags, Number(call.allocates), call.length];
    return `CALL(${call.name}, ${subject}, ${numbers.join(', ')})\n`;
  }).join('');
}
