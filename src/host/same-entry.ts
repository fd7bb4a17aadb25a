import type { Entry } from '../model/entry.ts';

/** Whether an entry on the host is what was wanted. A planned time of null is any time; `except` leaves fields out. */
export function sameEntry(
  found: Entry | null,
  wanted: Entry | null,
  except: readonly (keyof Entry)[] = [],
): boolean {
  if (found === null || wanted === null) return found === wanted;
  return Object.keys({ ...found, ...wanted }).every((field) => {
    const key = field as keyof Entry;
    if (except.includes(key)) return true;
    if (key === 'mtime' && (wanted.mtime === null || found.mtime === null)) return true;
    if (key === 'xattrs') return sameXattrs(found.xattrs, wanted.xattrs);
    return found[key] === wanted[key];
  });
}

function sameXattrs(a: Entry['xattrs'], b: Entry['xattrs']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
