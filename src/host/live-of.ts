import type { Live, LiveKind } from '../model/live.ts';

/** How one kind of live state is read, listed and put. */
export interface LiveOf<K extends LiveKind> {
  read(key: string): Promise<Live[K] | null>;
  /** In the kernel's order. */
  keys(pattern: string): Promise<readonly string[]>;
  put(key: string, state: Live[K] | null): Promise<void>;
}
