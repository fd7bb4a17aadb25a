import type { RefusalCode, Refusals } from '../model/refusal.ts';

/** Some codes' sentences; each value of the host must go through safeLine before it is in one. */
export type Sentences<C extends RefusalCode> = { readonly [K in C]: (args: Refusals[K]) => string };
