import { splitLines } from './lines.ts';

/** What becomes of a packet that no rule of a chain has taken, and the line that says so. */
export interface ChainEnd {
  readonly drops: boolean;
  readonly says: string;
}

/** The lines of `iptables -S FORWARD`: a rule for every packet decides, else the policy. Null where there is no chain. */
export function forwardChainEnd(text: string): ChainEnd | null {
  const lines = splitLines(text).map(({ text: line }) => line.trim());
  const rule = lines.find((line) => /^-A FORWARD -j (?:ACCEPT|DROP|REJECT)\b/.test(line));
  const says = rule ?? lines.find((line) => /^-P FORWARD \S+$/.test(line));
  return says === undefined ? null : { drops: /DROP|REJECT/.test(says), says };
}
