/** A file that everybody may write to, or that belongs to nobody. */
export interface LooseFile {
  /** find(1)'s letter: `f`, `d`, `l`, `p`, `s`, `b`, `c`. */
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly path: string;
}

/** How find(1) is to print one. Names end in NUL: they may hold anything else. */
export const LOOSE_FILE_FORMAT = String.raw`%y %m %U %G %p\0`;

export function parseLooseFiles(text: string): readonly LooseFile[] {
  return text.split('\0').flatMap((record) => {
    const [, type, mode, uid, gid, path] = /^(\S) ([0-7]+) (\d+) (\d+) ([\s\S]+)$/.exec(record) ?? [];
    if (type === undefined || mode === undefined || path === undefined) return [];
    return [{ type, mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid), path }];
  });
}
