export interface UnitState {
  /** `ActiveState` of systemctl(1), with the passing states folded: what a person means by running. */
  readonly active: 'active' | 'inactive' | 'failed';
}

/**
 * Live state by kind: what the running system holds apart from its files.
 *
 * Keys: a kernel setting is its path below /proc/sys (`net/ipv4/conf/eth0.5/send_redirects`), an
 * audit rule its canonical text (formats/audit-rules), a unit its full name, a table of nftables its family
 * and name (`inet holdfast-input`).
 */
export interface Live {
  /** The text of the file below /proc/sys without its last newline. */
  readonly 'kernel-setting': string;
  /** A loaded rule; what is not loaded is null. */
  readonly 'audit-rule': true;
  readonly unit: UnitState;
  /** The table as `nft --stateless --numeric-protocol list table` prints it, without blank lines (formats/canonical-nft-table). */
  readonly 'nft-table': string;
}

export type LiveKind = keyof Live;
