import type { Refusal } from '../../../src/model/refusal.ts';
import type { Candidate } from './guard-inside.ts';
import type { LabHost } from './lab-host.ts';
import { type ProgramInside, programInside } from './program-inside.ts';

/** A booted host whose guards say what they think of each candidate by itself. */
export const guardedHost: (
  host: LabHost,
) => Promise<ProgramInside<readonly Candidate[], readonly (readonly Refusal[])[]>> = (host) =>
  programInside(host, 'guard-inside.ts');
