export type Verdict =
  | 'met'
  | 'unmet'
  /** Done, and bites later: see {@link Bite}. */
  | 'pending'
  | 'not-applicable'
  /** A person must act; the requirement's steps say what to do. */
  | 'manual'
  /** Could not be read; the evidence says why. */
  | 'unknown'
  | 'waived';

/** When something that is done takes effect. */
export type Bite = 'login' | 'reboot' | 'restart' | 'recreate';
