/** A named entry of an access control list: acl(5). */
export interface AclEntry {
  readonly type: 'user' | 'group';
  readonly id: number;
  /** What the entry grants, after the mask has been applied: 4 read, 2 write, 1 execute. */
  readonly permissions: number;
}

const VERSION_SIZE = 4;
const ENTRY_SIZE = 8;
const [USER, GROUP, MASK] = [0x02, 0x08, 0x10];

/** The named users and groups in the value of `system.posix_acl_access`, in base64, as linux/posix_acl_xattr.h lays it out. */
export function parsePosixAcl(base64: string): readonly AclEntry[] {
  const bytes = Buffer.from(base64, 'base64');
  const entries: { tag: number; permissions: number; id: number }[] = [];
  for (let at = VERSION_SIZE; at + ENTRY_SIZE <= bytes.length; at += ENTRY_SIZE) {
    const [tag, permissions] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)];
    entries.push({ tag, permissions, id: bytes.readUInt32LE(at + 4) });
  }
  const mask = entries.find(({ tag }) => tag === MASK)?.permissions ?? 7;
  return entries
    .filter(({ tag }) => tag === USER || tag === GROUP)
    .map(({ tag, permissions, id }) => ({
      type: tag === USER ? 'user' : 'group',
      id,
      permissions: permissions & mask,
    }));
}
