import type { AuditWatch } from './audit.ts';

/** Whether what a rule needs is made by a service: rules load before it, and a watch in a missing directory fails. */
export function isMadeLater({ path, type }: AuditWatch): boolean {
  const needed = type === 'dir' ? path : path.slice(0, path.lastIndexOf('/'));
  return needed.startsWith('/run/');
}
