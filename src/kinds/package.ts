import { dpkgUpdates, parseDpkgDatabase } from '../formats/dpkg-database.ts';
import type { DpkgState } from '../formats/dpkg-status.ts';
import { decodeHostText } from '../formats/host-text.ts';
import type { Hash } from '../model/entry.ts';
import { Malformed } from '../model/format.ts';
import type { HostReader } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { Kind } from '../model/kind.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';

/** Null where it is not installed, whether its configuration is there or not. */
type PackageState = {
  readonly version: string;
  /** A .deb of it in the run's folder; only in the states of a run. */
  readonly content?: Hash;
  /** Where dpkg has stopped on the way; `deinstall` where all of it is there and is marked to go. */
  readonly halfway?: DpkgState | 'deinstall';
} | null;

const STATUS: Path = '/var/lib/dpkg/status';
const UPDATES: Path = '/var/lib/dpkg/updates';
/** What waits for a trigger is in place, and the trigger is another package's. */
const WHOLE: readonly DpkgState[] = ['installed', 'triggers-awaited', 'triggers-pending'];
const ABSENT: readonly DpkgState[] = ['not-installed', 'config-files'];

/**
 * A package of dpkg, by its name. It is removed, never purged: configuration stays, and what it holds comes back with it.
 * Best effort: a package's own scripts make users and start services, and what they do is theirs. Each package that a
 * transaction of apt would install or remove is a change of its own, so nothing goes unseen and all of it comes back.
 * Wished: `removed`, or a version.
 */
export const packageKind: Kind = {
  undo: () => 'best-effort',

  async read(host, key) {
    const status = await host.read(STATUS);
    if (status === null) return null;
    const { list } = parse(decodeHostText(status), await updates(host));
    const found = list.find(({ name, state }) => name === key && !ABSENT.includes(state));
    if (found === undefined) return null;
    const { version, state, wanted } = found;
    if (!WHOLE.includes(state)) return { version, halfway: state };
    return wanted === 'deinstall' ? { version, halfway: wanted } : { version };
  },

  want(_before, parts) {
    const desired = parts[0]?.desired;
    if (typeof desired !== 'string' || desired === '')
      throw new Error('a package is wished removed, or of a version');
    return desired === 'removed' ? null : { version: desired };
  },

  async keep(host, key, state, blobs) {
    const wanted = asPackageState(state);
    if (wanted === null) return null;
    const { version, content } = wanted;
    const file = content === undefined ? await host.packageFile(key, version) : blobs.get(content);
    return { ...wanted, content: blobs.put(file) };
  },

  async put(host, key, to, blobs) {
    const wanted = asPackageState(to);
    const now = asPackageState(await this.read(host, key, blobs));
    if (isSame(now, wanted)) return;
    if (wanted === null) return host.putPackage(key, null);
    const { version, content } = wanted;
    await host.putPackage(key, { version, file: content === undefined ? null : blobs.get(content) });
  },

  where(now, { before, after }) {
    const [found, old, wanted] = [now, before, after].map(asPackageState) as [
      PackageState,
      PackageState,
      PackageState,
    ];
    if (isSame(found, wanted)) return 'after';
    if (isSame(found, old)) return 'before';
    const versions = [old?.version, wanted?.version, ''];
    return found?.halfway !== undefined && versions.includes(found.version) ? 'between' : 'foreign';
  },

  /** Another change of the same run may have taken it along: then there is nothing to do, and it still comes back. */
  rematch: (_now, { before, after }) => ({ before, after }),

  show: (before, after, _blobs, key) => ({
    type: 'lines',
    subject: `package ${key}`,
    lines: [{ what: key, before: word(before), after: word(after) }],
  }),

  part: (state) => asPackageState(state)?.version ?? 'removed',
};

function asPackageState(state: Json): PackageState {
  return state as PackageState;
}

/** One that was only marked to go comes back without the mark. */
function isSame(found: PackageState, side: PackageState): boolean {
  if (found === null || side === null) return found === side;
  const isMark = side.halfway === 'deinstall' && found.halfway === undefined;
  return found.version === side.version && (isMark || found.halfway === side.halfway);
}

function word(state: Json): string {
  const found = asPackageState(state);
  if (found === null) return 'not installed';
  return found.halfway === undefined ? found.version : `${found.version}, ${found.halfway}`;
}

async function updates(host: HostReader): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const name of dpkgUpdates((await host.list(UPDATES)) ?? [])) {
    const bytes = await host.read(`${UPDATES}/${name}`);
    if (bytes !== null) texts.push(decodeHostText(bytes));
  }
  return texts;
}

function parse(status: string, records: readonly string[]): ReturnType<typeof parseDpkgDatabase> {
  try {
    return parseDpkgDatabase(status, records);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const { line, why } = error;
    throw new Refused({ code: 'malformed', args: { path: STATUS, line, why } }, { cause: error });
  }
}
