import type { Fact } from '../model/playbook.ts';
import type { ConnectionProbe, Probe } from '../model/policy.ts';

/** What is tried before and after every run without being configured: something that works on most hosts, if it does here. */
export type BuiltIn = Fact<readonly (Probe | ConnectionProbe)[]>;
