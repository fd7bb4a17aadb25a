/** Whose a file is to be, and which bits its mode may have. Modes are sets of bits: 0606 is less than 0640 and open to all. */
export interface FileRule {
  readonly type: 'file' | 'directory';
  /** Bits that may be set; any subset of them is right. */
  readonly allowed: number;
  /** Groups that it may belong to, best first; one that does not exist is passed over. Root's where absent. */
  readonly groups?: readonly string[];
  /** Bits where it belongs to another group than root, if these are others. */
  readonly allowedToGroup?: number;
  /** True where it belongs to a user, in whose directory nothing is changed for them. */
  readonly isUsers?: true;
}
