import type { Bite, Verdict } from './verdict.ts';
import type { Wish } from './wish.ts';

/** Where a verdict comes from. */
export interface Evidence {
  /** A path, or the name of a live state: `/etc/sysctl.d/10-x.conf`, `/proc/sys/net/...`, `auditctl -l`. */
  readonly source: string;
  readonly line?: number;
  /** What stands there, in the host's own words where possible. */
  readonly says: string;
  /** Whether this source decides; false for one that is overridden or only explains. */
  readonly wins: boolean;
}

/** The smallest thing that can be met or not. */
export interface Requirement {
  /** `user:ci`, `key:net.ipv4.conf.*.send_redirects`, `file:/etc/shadow`: unique within its playbook. */
  readonly object: string;
  readonly verdict: Exclude<Verdict, 'waived'>;
  readonly pending?: Bite;
  /** One sentence: what must hold. */
  readonly statement: string;
  readonly evidence: readonly Evidence[];
  /** What would make it met; empty unless `unmet`. */
  readonly wishes: readonly Wish[];
  /** What a person must do, in order, with this host's own names; only with `manual`. */
  readonly steps?: readonly string[];
  /** True where the verdict rests on an observation, which a plan can expect but not prove. */
  readonly observed?: boolean;
}
