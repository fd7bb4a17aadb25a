import type { Path } from '../model/path.ts';
import type { Probe } from '../model/policy.ts';
import type { BuiltIn } from './built-in.ts';

/** A program that is tried where it is installed. */
export function program(name: string, argv: Probe['argv']): BuiltIn {
  return {
    name: `program ${name}`,
    read: async (host) => ((await host.resolve(argv[0] satisfies Path)) === null ? [] : [{ name, argv }]),
  };
}
