import { Malformed } from '../model/format.ts';
import { splitLines } from './lines.ts';
import { decodeMountField } from './mount-escapes.ts';

/** One mount of this mount namespace: proc_pid_mountinfo(5). */
export interface Mount {
  readonly id: number;
  readonly parent: number;
  /** `major:minor` of the file system, equal for every mount of it. */
  readonly device: string;
  /** The directory of the file system that is mounted: `/` when it is the whole of it. */
  readonly root: string;
  readonly target: string;
  /** Options of this mount: `rw`, `nosuid`, `noexec`. */
  readonly options: readonly string[];
  readonly type: string;
  readonly source: string;
  /** Options of the file system itself; it can be read-only while the mount says `rw`. */
  readonly superOptions: readonly string[];
}

/** The text of /proc/self/mountinfo, in the kernel's order. Throws {@link Malformed}. */
export function parseMountinfo(text: string): readonly Mount[] {
  return splitLines(text).map(({ text: line }, index) => {
    const fields = line.split(' ');
    const [id, parent, device, root, target, options] = fields;
    // Between the options and the dash stand any number of optional fields.
    const [type, source, superOptions = ''] = fields.slice(fields.indexOf('-', 6) + 1);
    if (options === undefined || !fields.includes('-', 6) || type === undefined || source === undefined) {
      throw new Malformed(index + 1, 'is no line of mountinfo');
    }
    return {
      id: Number(id),
      parent: Number(parent),
      device: device ?? '',
      root: decodeMountField(root ?? ''),
      target: decodeMountField(target ?? ''),
      options: options.split(','),
      type,
      source: decodeMountField(source),
      superOptions: superOptions.split(','),
    };
  });
}
