import type { Playbook } from '../model/playbook.ts';
import type { Options } from './options.ts';
import type { Target } from './target.ts';
import type { Terminal } from './terminal.ts';

/** What a command is given. It answers with the exit code. */
export interface Given {
  readonly options: Options;
  readonly terminal: Terminal;
  /** Opened when first asked for: `list` and `explain` work on no host. */
  readonly target: () => Target;
  readonly catalogue: readonly Playbook[];
  /** Root looks at a host to act on it: a policy that others could have written is refused. A captured host is not acted on. */
  readonly needsSafePolicy: boolean;
}

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;
