import { addressRanges } from './address-ranges.ts';

const { all, parse, subtract } = addressRanges;

/** All that a packet of another machine's can come from: the kernel takes none that says it is from this one. */
export const outsideAddresses = {
  4: subtract(all(4), parse('127.0.0.0/8')?.ranges ?? []),
  6: subtract(all(6), parse('::1')?.ranges ?? []),
} as const;
