/** SHA-256 of some content, in lower-case hex. */
export type Hash = string;

export interface Metadata {
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. 0o777 for links. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since the epoch, in decimal: JSON numbers cannot hold them. Null in a planned state: the time of writing. */
  readonly mtime: string | null;
  /** Every extended attribute by its full name, values in base64. ACLs, capabilities and labels are among them. */
  readonly xattrs: { readonly [name: string]: string };
  /** The letters of chattr(1) that a person can set, sorted; `''` where none is set or the file system has none. */
  readonly flags: string;
}

/** Everything a name in a directory stands for, except the content of files, which is named by its hash. */
export type Entry =
  | ({ readonly type: 'file'; readonly content: Hash; readonly size: number } & Metadata)
  | ({ readonly type: 'directory' } & Metadata)
  | ({ readonly type: 'link'; readonly target: string } & Metadata)
  | ({ readonly type: 'fifo' | 'socket' | 'char-device' | 'block-device' } & Metadata);

export type EntryType = Entry['type'];

/** What lstat(2) tells, which is enough for most facts and costs one system call. */
export interface Status {
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: string | null;
  /** How many names the inode has. */
  readonly links: number;
  /** `st_dev`, in decimal: equal on one file system. */
  readonly device: string;
}
