import { Malformed } from '../model/format.ts';
import { type DpkgRelation, parseDpkgRelations } from './dpkg-relations.ts';

/** The third word of `Status:`, in the order of an installation: dpkg(1), "Package states". */
export type DpkgState =
  | 'not-installed'
  | 'config-files'
  | 'half-installed'
  | 'unpacked'
  | 'half-configured'
  | 'triggers-awaited'
  | 'triggers-pending'
  | 'installed';

/** A package of dpkg's database. */
export interface DpkgPackage {
  readonly name: string;
  /** What somebody chose: `install`, `hold`, `deinstall`, `purge` or `unknown`. */
  readonly wanted: string;
  /** `ok`, or `reinstreq` where only another installation can mend it. */
  readonly flag: string;
  readonly state: DpkgState;
  /** `''` for one that dpkg has only heard of. */
  readonly version: string;
  readonly architecture: string;
  readonly source: { readonly name: string; readonly version: string };
  readonly section: string;
  /** `required`, `important`, `standard`, `optional` or `extra`. */
  readonly priority: string;
  /** Neither may be removed: `Essential: yes` by dpkg, `Protected: yes` by dpkg and apt. */
  readonly essential: boolean;
  readonly protected: boolean;
  /** `Pre-Depends` and `Depends`: of each group one must be there. */
  readonly depends: readonly (readonly DpkgRelation[])[];
  readonly recommends: readonly (readonly DpkgRelation[])[];
  readonly suggests: readonly (readonly DpkgRelation[])[];
  /** Other names that it answers to. */
  readonly provides: readonly DpkgRelation[];
}

const STATES: readonly string[] = [
  'not-installed',
  'config-files',
  'half-installed',
  'unpacked',
  'half-configured',
  'triggers-awaited',
  'triggers-pending',
  'installed',
] satisfies readonly DpkgState[];

const FIELDS: ReadonlySet<string> = new Set([
  'package',
  'status',
  'version',
  'architecture',
  'source',
  'section',
  'priority',
  'essential',
  'protected',
  'pre-depends',
  'depends',
  'recommends',
  'suggests',
  'provides',
]);

/** Reads /var/lib/dpkg/status in one pass, in its order; deb-control(5). Descriptions and the like are passed over. */
export function parseDpkgStatus(text: string): readonly DpkgPackage[] {
  const packages: DpkgPackage[] = [];
  let fields = new Map<string, string>();
  let first = 1;
  let line = 0;
  let current: string | null = null;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    line += 1;
    const lead = text[start];
    if (start === end) {
      if (fields.size > 0) packages.push(packageOf(fields, first));
      fields = new Map();
      current = null;
    } else if (lead === ' ' || lead === '\t') {
      if (current !== null) fields.set(current, `${fields.get(current)} ${text.slice(start, end).trim()}`);
    } else {
      const colon = text.indexOf(':', start);
      if (colon <= start || colon > end) throw new Malformed(line, 'no colon after the name of the field');
      if (fields.size === 0) first = line;
      const name = text.slice(start, colon).toLowerCase();
      current = FIELDS.has(name) ? name : null;
      if (current !== null) fields.set(name, text.slice(colon + 1, end).trim());
    }
    start = end + 1;
  }
  if (fields.size > 0) packages.push(packageOf(fields, first));
  return packages;
}

function packageOf(fields: ReadonlyMap<string, string>, line: number): DpkgPackage {
  const get = (field: string) => fields.get(field) ?? '';
  const name = get('package');
  if (name === '') throw new Malformed(line, 'a package without a name');
  const [wanted = '', flag = '', state = ''] = get('status').split(/\s+/);
  if (!isState(state)) throw new Malformed(line, `no state of a package: ${JSON.stringify(get('status'))}`);
  const version = get('version');
  const [, source = name, sourceVersion = version] = /^(\S+)(?:\s+\((.*)\))?$/.exec(get('source')) ?? [];
  return {
    name,
    wanted,
    flag,
    state,
    version,
    architecture: get('architecture'),
    source: { name: source, version: sourceVersion },
    section: get('section'),
    priority: get('priority'),
    essential: get('essential') === 'yes',
    protected: get('protected') === 'yes',
    depends: [...parseDpkgRelations(get('pre-depends')), ...parseDpkgRelations(get('depends'))],
    recommends: parseDpkgRelations(get('recommends')),
    suggests: parseDpkgRelations(get('suggests')),
    provides: parseDpkgRelations(get('provides')).flat(),
  };
}

function isState(word: string): word is DpkgState {
  return STATES.includes(word);
}
