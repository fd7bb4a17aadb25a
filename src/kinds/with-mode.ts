import type { Entry } from '../model/entry.ts';

const ACL = 'system.posix_acl_access';
const VERSION_SIZE = 4;
const ENTRY_SIZE = 8;
/** linux/posix_acl.h */
const [USER_OBJ, GROUP_OBJ, MASK, OTHER] = [0x01, 0x04, 0x10, 0x20];

/**
 * The entry with another mode, as chmod(2) makes it: where there is an access control list, it holds the mode a
 * second time, and the group's bits are its mask (acl(5)). A planned state that does not say so never comes true.
 */
export function withMode<E extends Entry>(entry: E, mode: number): E {
  const acl = entry.xattrs[ACL];
  if (acl === undefined) return { ...entry, mode };
  return { ...entry, mode, xattrs: { ...entry.xattrs, [ACL]: aclWithMode(acl, mode) } };
}

/** Values in base64, laid out as in linux/posix_acl_xattr.h. */
export function aclWithMode(acl: string, mode: number): string {
  const bytes = Buffer.from(acl, 'base64');
  const places: number[] = [];
  for (let at = VERSION_SIZE; at + ENTRY_SIZE <= bytes.length; at += ENTRY_SIZE) places.push(at);
  const hasMask = places.some((at) => bytes.readUInt16LE(at) === MASK);
  const permissions = new Map([
    [USER_OBJ, mode >> 6],
    [hasMask ? MASK : GROUP_OBJ, mode >> 3],
    [OTHER, mode],
  ]);
  for (const at of places) {
    const bits = permissions.get(bytes.readUInt16LE(at));
    if (bits !== undefined) bytes.writeUInt16LE(bits & 7, at + 2);
  }
  return bytes.toString('base64');
}
