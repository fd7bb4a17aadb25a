import type { HostIdentity } from '../model/host.ts';
import type { Refusal } from '../model/refusal.ts';
import type { LoadedRun } from './load-run.ts';

/**
 * Why a run is not one of this host, or null. The machine id decides where both have one. An image often has none
 * yet: then the state directory must have been inside its root and be inside this one, or the roots be the same.
 */
export function otherHost({ plan, folder }: LoadedRun, identity: HostIdentity): Refusal | null {
  const { machine, root, type } = plan.host;
  const refuse = (why: string): Refusal => ({ code: 'other-host', args: { run: plan.run, why } });
  if (machine !== null && identity.machine !== null) {
    return machine === identity.machine ? null : refuse('the machine id is another one');
  }
  if (plan.isInside && isInside(folder.path, identity.root)) return null;
  if (root === identity.root && type === identity.type) return null;
  return refuse(`it was made on ${root}, this is ${identity.root}`);
}

/** Both as this machine names them. */
export function isInside(path: string, root: string): boolean {
  return root === '/' || path.startsWith(`${root}/`);
}
