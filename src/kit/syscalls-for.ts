import type { AuditCalls } from './audit-calls.ts';

/** The system calls that a rule for programs of one size names, sorted. */
export function syscallsFor({ syscalls, syscalls32 = [] }: AuditCalls, arch: string): readonly string[] {
  return arch === 'b32' ? [...syscalls, ...syscalls32].sort() : syscalls;
}
