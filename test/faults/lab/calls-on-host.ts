import type { CountedCall } from './run-with-fault.ts';

/** Where a rehearsal (src/host/rehearse.ts) has mounts of its own over what is the host's. */
const ITS_OWN = /^\/(?:proc|etc(?:\/.*)?|sys(?:\/kernel(?:\/over.*)?)?)?$/;

/**
 * The mutating calls that reach the host. A rehearsal is in mounts of its own, and so are the programs that it starts:
 * what they do to scratch copies is no change of the host. What Node itself does is, always.
 */
export function callsOnHost(calls: readonly CountedCall[]): readonly CountedCall[] {
  const begun = calls.findIndex(({ program, call }) => program === 'unshare' && call === 'mount');
  if (begun < 0) return calls;
  return calls.filter(({ program, target }, i) => i < begun || program === 'node' || !ITS_OWN.test(target));
}
