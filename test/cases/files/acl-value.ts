/** The value of `system.posix_acl_access` with entries of tag, permissions and id, as linux/posix_acl_xattr.h lays it out. */
export function aclValue(...entries: readonly (readonly number[])[]): string {
  const bytes = Buffer.alloc(4 + 8 * entries.length);
  bytes.writeUInt32LE(2, 0);
  for (const [i, [tag = 0, permissions = 0, id = 0xffffffff]] of entries.entries()) {
    bytes.writeUInt16LE(tag, 4 + 8 * i);
    bytes.writeUInt16LE(permissions, 6 + 8 * i);
    bytes.writeUInt32LE(id, 8 + 8 * i);
  }
  return bytes.toString('base64');
}
