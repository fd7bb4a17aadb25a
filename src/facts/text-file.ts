import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** A file as it is; null where there is none. */
export function textFile(path: Path): Fact<string | null> {
  return { name: `text-file ${path}`, read: (host) => hostFile(host, path, (text) => text) };
}
