import type { HostIdentity } from '../model/host.ts';
import type { Json } from '../model/json.ts';

export function hostJson({ type, machine, root }: HostIdentity): Json {
  return { type, machine, root };
}
