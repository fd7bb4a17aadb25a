import type { PamLine, PamModule, PamType } from './pam.ts';

/** A module or a substack's beginning in the order of asking. */
export type PamHandler = { readonly level: number } & (
  | { readonly is: 'module'; readonly module: PamModule & { readonly path: string } }
  | { readonly is: 'substack' }
  /** Where PAM could not read on: it refuses. */
  | { readonly is: 'broken'; readonly why: string }
);

/** Files of pam.d(5) by their names. */
export type PamFiles = ReadonlyMap<string, { readonly path: string; readonly lines: readonly PamLine[] }>;

const MOST_LEVELS = 32;

/** Everything that is asked for a service; one without lines of that type is asked for as `other` is. */
export function pamStack(files: PamFiles, service: string, type: PamType): readonly PamHandler[] {
  const own = ownPamStack(files, service, type);
  return own.length > 0 ? own : ownPamStack(files, 'other', type);
}

/** What a service's own file has asked, and what that includes. */
export function ownPamStack(files: PamFiles, service: string, type: PamType): readonly PamHandler[] {
  return handlersOf(files, service, type, 0, 0);
}

/** Names of services, sorted: of all files but those that others include. su-l takes all from su, which is a service itself. */
export function pamServiceNames(files: PamFiles): readonly string[] {
  const included = new Set(
    [...files.values()].flatMap(({ lines }) =>
      lines.flatMap((line) => (line.is === 'include' || line.is === 'substack' ? [line.file] : [])),
    ),
  );
  return [...files.keys()].filter((name) => name === 'su' || !included.has(name)).sort();
}

function handlersOf(
  files: PamFiles,
  name: string,
  type: PamType,
  level: number,
  depth: number,
): readonly PamHandler[] {
  const file = files.get(name.replace(/^\/(?:usr\/)?(?:etc|lib)\/pam\.d\//, ''));
  if (file === undefined)
    return depth === 0 ? [] : [{ level, is: 'broken', why: `there is no file ${name}` }];
  if (depth > MOST_LEVELS) return [{ level, is: 'broken', why: `${file.path} includes itself` }];
  return file.lines.flatMap((line): readonly PamHandler[] => {
    if (line.is === 'broken') {
      return [{ level, is: 'broken', why: `line ${line.line} of ${file.path} ${line.why}` }];
    }
    if (line.type !== null && line.type !== type) return [];
    if (line.is === 'module') return [{ level, is: 'module', module: { ...line, path: file.path } }];
    if (line.is === 'include') return handlersOf(files, line.file, type, level, depth + 1);
    return [{ level, is: 'substack' }, ...handlersOf(files, line.file, type, level + 1, depth + 1)];
  });
}
