import type { DataDirectory } from '../facts/docker-data.ts';
import type { JudgedFile, JudgedFiles } from '../facts/judged-files.ts';
import type { Permissions } from '../facts/permissions.ts';
import type { PlacedStatOverride } from '../facts/stat-overrides.ts';
import type { PlacedTmpfilesLine } from '../facts/tmpfiles.ts';
import type { Mount } from '../formats/mountinfo.ts';
import { octal } from '../formats/octal.ts';
import { shellWord } from '../formats/shell-word.ts';
import { isForPath } from '../formats/tmpfiles.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { coveringMount, isBelow } from './covering-mount.ts';
import type { FileRule } from './file-rule.ts';
import { type Names, ownerWords } from './owner-words.ts';

/** What rules on files are judged by. */
export interface JudgedBy extends Names {
  readonly overrides: readonly PlacedStatOverride[];
  readonly tmpfiles: readonly PlacedTmpfilesLine[];
  readonly data: readonly DataDirectory[];
  /** Null in an image. */
  readonly mounts: readonly Mount[] | null;
}

/** They keep no owner and no mode: all have those of the mount. */
const WITHOUT_MODES = ['vfat', 'msdos', 'exfat', 'ntfs', 'ntfs3', 'fuseblk', 'iso9660'];
const ALL_BITS = 0o7777;
/** On a directory setgid and sticky only say to whom new files belong, and who may take them away. */
const ON_DIRECTORIES = 0o3000;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/** One requirement per file, with wishes for owner, group and mode; and one per directory above that all may write to. */
export function filePermissions<R extends string>(
  { files, above }: JudgedFiles<R>,
  rules: { readonly [role in R]: FileRule },
  given: JudgedBy,
): readonly Requirement[] {
  return [...files.map((file) => ofFile(file, rules[file.role], given)), ...directoriesAbove(above, given)];
}

function ofFile<R extends string>(file: JudgedFile<R>, rule: FileRule, given: JudgedBy): Requirement {
  const { path, role } = file;
  const about = {
    object: `${rule.type}:${path}`,
    statement: `${path} (${role}) is ${rule.isUsers === true ? "its user's" : `root's${groupWords(rule, given)}`}, with no more than ${octal(rule.allowed)}`,
    evidence: [{ source: path, says: ownerWords(file, given), wins: true }] as readonly Evidence[],
    wishes: [],
  };
  if (file.type === 'link') return ofLink(file, rule, given, about);
  if (file.type !== rule.type) {
    const says = `it is a ${file.type}, not a ${rule.type}`;
    return {
      ...about,
      verdict: 'manual',
      evidence: [{ source: path, says, wins: true }],
      steps: [`see what made it: ls -ld ${shellWord(path)}`],
    };
  }
  const wanted = wantedOf(file, rule, given);
  const override = given.overrides.find(({ real }) => real === path);
  const overriding = override === undefined ? null : overridingWish(override, rule, given);
  const resetting = given.tmpfiles.filter((line) => isForPath(line, path) && resets(line, file, rule, given));
  const evidence = [
    ...about.evidence,
    ...overrideEvidence(override, overriding !== null),
    ...resetting.map(resettingEvidence),
  ];
  if (resetting.length > 0) {
    const steps = [...resetting.map(ownCopyStep), ...commands(file, wanted, given)];
    return { ...about, evidence, verdict: 'manual', steps };
  }
  const wishes = [
    ...wanted.map(([part, desired]): Wish => ({ kind: 'entry', key: path, part, desired })),
    ...(overriding === null ? [] : [overriding]),
  ];
  if (wishes.length === 0) return { ...about, evidence, verdict: 'met' };
  const steps = byHand(file, rule, wanted, given);
  return steps === null
    ? { ...about, evidence, verdict: 'unmet', wishes }
    : { ...about, evidence, verdict: 'manual', steps };
}

/** Changing what a link leads to would change a file of somebody else's choice, so that is a person's. */
function ofLink(
  { path, target }: Permissions,
  rule: FileRule,
  given: JudgedBy,
  about: Pick<Requirement, 'object' | 'statement' | 'wishes'>,
): Requirement {
  if (target === null) throw new Error(`${path}: a link to nothing is not judged`);
  const evidence = [
    { source: path, says: `a link to ${target.path}`, wins: false },
    { source: target.path, says: ownerWords(target, given), wins: true },
  ];
  const wanted = wantedOf(target, rule, given);
  if (target.type === rule.type && wanted.length === 0) return { ...about, evidence, verdict: 'met' };
  return {
    ...about,
    evidence,
    verdict: 'manual',
    steps: [
      `see whether ${path} is to be a link: nothing is changed through it`,
      ...commands(target, wanted, given),
    ],
  };
}

type Owned = Pick<Permissions, 'type' | 'mode' | 'uid' | 'gid'>;
type Wanted = readonly (readonly [part: 'mode' | 'owner' | 'group', value: number])[];

/** What differs from the rule, and what it is to be. */
function wantedOf({ mode, uid, gid, type }: Owned, rule: FileRule, names: Names): Wanted {
  const gids = gidsOf(rule, names);
  const group = gids.includes(gid) ? gid : (gids[0] ?? 0);
  const rest = allowedBits(rule, group) | (type === 'directory' ? ON_DIRECTORIES : 0);
  const isUsers = rule.isUsers === true;
  return [
    ...((mode & ~rest & ALL_BITS) === 0 ? [] : [['mode', mode & rest] as const]),
    ...(uid === 0 || isUsers ? [] : [['owner', 0] as const]),
    ...(gid === group || isUsers ? [] : [['group', group] as const]),
  ];
}

function allowedBits({ allowed, allowedToGroup }: FileRule, gid: number): number {
  return gid === 0 ? allowed : (allowedToGroup ?? allowed);
}

function gidsOf({ groups = ['root'] }: FileRule, names: Names): readonly number[] {
  return groups.flatMap((name) => {
    const gid = names.groups.find((group) => group.name === name)?.gid ?? (name === 'root' ? 0 : undefined);
    return gid === undefined ? [] : [gid];
  });
}

function groupWords(rule: FileRule, names: Names): string {
  const there = (rule.groups ?? ['root']).filter(
    (name) => name !== 'root' && names.groups.some((group) => group.name === name),
  );
  return there.length === 0 ? '' : ` and group ${there.join("'s or ")}'s or root's`;
}

/** The wish for a line that would give the file more at the next upgrade; null where it would not. */
function overridingWish(override: PlacedStatOverride, rule: FileRule, names: Names): Wish | null {
  const { user, group, mode, path, source } = override;
  const [uid, gid] = [uidOf(user, names), gidOf(group, names)];
  const wanted = new Map(wantedOf({ type: rule.type, mode, uid, gid }, rule, names));
  if (wanted.size === 0) return null;
  const wantedGid = wanted.get('group');
  const owners = [
    wanted.has('owner') ? 'root' : user,
    wantedGid === undefined ? group : (names.groups.find((each) => each.gid === wantedGid)?.name ?? 'root'),
  ];
  const desired = `${owners.join(' ')} ${octal(wanted.get('mode') ?? mode).replace(/^0(?=...)/, '')}`;
  return { kind: 'entry', key: source, part: `statoverride:${path}`, desired };
}

/** An id nobody has where there is no such name. */
function uidOf(name: string, { users }: Names): number {
  return idOf(name, users.find((each) => each.name === name)?.uid);
}

function gidOf(name: string, { groups }: Names): number {
  return idOf(name, groups.find((each) => each.name === name)?.gid);
}

function idOf(name: string, known: number | undefined): number {
  const id = /^#?(\d+)$/.exec(name)?.[1];
  return known ?? (id === undefined ? (name === 'root' ? 0 : -1) : Number(id));
}

/** Whether the line makes wrong at the next boot what is right by then. */
function resets(
  { mode, user, group }: PlacedTmpfilesLine,
  file: Permissions,
  rule: FileRule,
  names: Names,
): boolean {
  const right = new Map(wantedOf(file, rule, names));
  const after = {
    type: file.type,
    mode: mode ?? right.get('mode') ?? file.mode,
    uid: user === null ? (right.get('owner') ?? file.uid) : uidOf(user, names),
    gid: group === null ? (right.get('group') ?? file.gid) : gidOf(group, names),
  };
  return wantedOf(after, rule, names).length > 0;
}

function resettingEvidence({ source, line, type, path, mode, user, group }: PlacedTmpfilesLine): Evidence {
  const words = [type, path, mode === null ? '-' : octal(mode), user ?? '-', group ?? '-'];
  return { source, line, says: `${words.join(' ')}: given to it at each boot`, wins: true };
}

/** A file of the same name in /etc takes the place of a package's. */
function ownCopyStep({ source, line }: PlacedTmpfilesLine): string {
  const name = source.slice(source.lastIndexOf('/') + 1);
  const own = `/etc/tmpfiles.d/${name}`;
  return source === own
    ? `correct line ${line} of ${shellWord(own)}`
    : `cp ${shellWord(source)} ${shellWord(own)}, and correct line ${line} of the copy`;
}

function overrideEvidence(override: PlacedStatOverride | undefined, wins: boolean): readonly Evidence[] {
  if (override === undefined) return [];
  const { source, line, user, group, mode } = override;
  const says = `dpkg gives it mode ${octal(mode)}, ${user}:${group} at each upgrade`;
  return [{ source, line, says, wins }];
}

/** What a person must do where a change of ours would be wrong, or of no use; null where it is neither. */
function byHand(
  file: Permissions,
  rule: FileRule,
  wanted: Wanted,
  given: JudgedBy,
): readonly string[] | null {
  const { path } = file;
  const root = given.data.find(({ path: named, real }) => [named, real].some((each) => isBelow(path, each)));
  if (root !== undefined)
    return [
      `move it out of ${shellWord(root.real)}, which is ${root.owner}'s own data, and name its new place where ${shellWord(path)} is named now`,
      'then plan again',
    ];
  const mount = given.mounts === null ? null : coveringMount(given.mounts, path);
  if (mount !== null && WITHOUT_MODES.includes(mount.type))
    return [
      `${mount.target} is ${mount.type}, which keeps no modes: add umask=0077 to its options in /etc/fstab`,
      `mount -o remount ${shellWord(mount.target)}`,
    ];
  if (isBelow(path, '/run'))
    return [
      ...commands(file, wanted, given),
      `find out what makes ${shellWord(path)} at each boot, and correct that`,
    ];
  return rule.isUsers === true ? commands(file, wanted, given) : null;
}

function commands({ path, uid }: Permissions, wanted: Wanted, { users, groups }: Names): readonly string[] {
  const user = users.find((each) => each.uid === uid)?.name;
  const as = uid === 0 || user === undefined ? '' : `runuser -u ${shellWord(user)} -- `;
  return wanted.map(([part, value]) => {
    if (part === 'mode') return `${as}chmod ${octal(value)} ${shellWord(path)}`;
    if (part === 'owner') return `chown root ${shellWord(path)}`;
    return `chgrp ${shellWord(groups.find(({ gid }) => gid === value)?.name ?? 'root')} ${shellWord(path)}`;
  });
}

/** Who may write to a directory may put a file of theirs in the place of one in it, unless it is sticky. */
function directoriesAbove(above: readonly Permissions[], given: JudgedBy): readonly Requirement[] {
  const found = above
    .filter(({ mode, uid }) => uid !== 0 || ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0))
    .map((directory): Requirement => {
      const { path, mode, uid } = directory;
      const about = {
        object: `above:${path}`,
        statement: `only root may put other files into the place of those below ${path}`,
        evidence: [{ source: path, says: ownerWords(directory, given), wins: true }],
        wishes: [],
      };
      const desired = mode & ~OTHERS_WRITE;
      const key = { kind: 'entry', key: path, part: 'mode', desired } as const;
      if (uid === 0 && byHand(directory, { type: 'directory', allowed: desired }, [], given) === null)
        return { ...about, verdict: 'unmet', wishes: [key] };
      const steps = [
        `see whether anything but root needs to write to ${path}; if not: chown root:root ${shellWord(path)} && chmod ${octal(desired & ~0o022)} ${shellWord(path)}`,
        'else move the files that are judged out of it',
      ];
      return { ...about, verdict: 'manual', steps };
    });
  if (found.length > 0 || above.length === 0) return found;
  return [
    {
      object: 'above',
      verdict: 'met',
      statement: 'only root may put other files into the place of these',
      evidence: [
        {
          source: '/',
          says: `${above.length} directories above them are root's, and not open to all`,
          wins: true,
        },
      ],
      wishes: [],
    },
  ];
}
