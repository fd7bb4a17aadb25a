import { splitLines } from '../formats/lines.ts';
import { type AuditLine, parseAuditRules } from '../formats/parse-audit-rules.ts';
import { versionOrder } from '../formats/version-order.ts';
import { Malformed } from '../model/format.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { hostFile } from './host-file.ts';

/** A line of a rules file with its own file and line. */
export type AuditItem = AuditLine & { readonly source: Path };

export interface AuditSetting {
  readonly value: string;
  readonly source: Path;
  readonly line: number;
}

export interface AuditConfiguration {
  /** Whether /etc/audit/rules.d is there, which augenrules merges at boot; else /etc/audit/audit.rules alone counts. */
  readonly directory: boolean;
  /** Everything that auditctl is told at boot, in that order. */
  readonly items: readonly AuditItem[];
  /** The `-f` that stays. */
  readonly failureMode: AuditSetting | null;
  /** The `-e` that stays: `2` locks all rules until the next boot. */
  readonly enabled: AuditSetting | null;
  readonly unterminated: readonly Path[];
}

interface Piece {
  readonly path: Path;
  readonly text: string;
}

export const auditConfiguration: Fact<AuditConfiguration> = {
  name: 'audit-configuration',
  async read(host) {
    const names = await host.list('/etc/audit/rules.d');
    const paths: readonly Path[] =
      names === null
        ? ['/etc/audit/audit.rules']
        : [...names]
            .filter((name) => name.endsWith('.rules') && !name.startsWith('.'))
            .sort(versionOrder)
            .map((name): Path => `/etc/audit/rules.d/${name}`);
    const pieces = await piecesOf(host, paths);
    const read = itemsOf(pieces);
    const items = names === null ? read : merged(read);
    const isLock = ({ value }: AuditSetting) => value === '2';
    const enabled = settingsOf(items, '-e');
    return {
      directory: names !== null,
      items,
      failureMode: settingsOf(items, '-f').at(-1) ?? null,
      // A lock is not taken back by what follows it.
      enabled: enabled.find(isLock) ?? enabled.at(-1) ?? null,
      unterminated: pieces.filter(({ text }) => text !== '' && !text.endsWith('\n')).map(({ path }) => path),
    };
  },
};

function settingsOf(items: readonly AuditItem[], option: string): readonly AuditSetting[] {
  return items.flatMap((item) =>
    item.says === 'option' && item.name === option
      ? [{ value: item.value ?? '', source: item.source, line: item.line }]
      : [],
  );
}

async function piecesOf(host: HostReader, paths: readonly Path[]): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  for (const path of paths) {
    const text = await hostFile(host, path, (content) => content);
    if (text !== null) pieces.push({ path, text });
  }
  return pieces;
}

/** Parses the files as one stream, as augenrules does with cat(1). */
function itemsOf(pieces: readonly Piece[]): readonly AuditItem[] {
  const places: { source: Path; line: number }[] = [];
  let joined = false;
  for (const { path, text } of pieces) {
    const lines = splitLines(text);
    // A first line that continues the last file's is told by that file's place.
    lines.forEach((_, i) => {
      if (i > 0 || !joined) places.push({ source: path, line: i + 1 });
    });
    joined = lines.length === 0 ? joined : lines.at(-1)?.end === '';
  }
  const placeOf = (line: number) => places[line - 1] ?? { source: '/etc/audit/rules.d' as const, line };
  try {
    return parseAuditRules(pieces.map(({ text }) => text).join('')).map((item) => ({
      ...item,
      ...placeOf(item.line),
    }));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const { source, line } = placeOf(error.line);
    throw new Refused({ code: 'malformed', args: { path: source, line, why: error.why } }, { cause: error });
  }
}

/** augenrules: of `-D` (without a key), `-b`, `-f` and `-e` the last stays; three go to the top, `-e` to the end. */
function merged(items: readonly AuditItem[]): readonly AuditItem[] {
  const isOnce = (item: AuditItem, name: string) =>
    item.says === 'option' && item.name === name && (name !== '-D' || item.value === null);
  const last = (name: string) => items.filter((item) => isOnce(item, name)).slice(-1);
  const rest = items.filter((item) => !['-D', '-b', '-f', '-e'].some((name) => isOnce(item, name)));
  return [...last('-D'), ...last('-b'), ...last('-f'), ...rest, ...last('-e')];
}
