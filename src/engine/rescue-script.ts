import { createHash } from 'node:crypto';
import { hostPath } from '../formats/host-path.ts';
import { encodeHostText } from '../formats/host-text.ts';
import { touchTime } from '../formats/touch-time.ts';
import { asEntryState, type EntryState } from '../kinds/entry-state.ts';
import type { RunChange, RunPlan } from '../model/run-plan.ts';
import { RESCUE_CLOSE, RESCUE_PRELUDE } from './rescue-shell.ts';

type Present = NonNullable<EntryState>;

/**
 * The rescue script of a run: plain POSIX shell that puts every entry back as it was before the run, without
 * Node, network or Holdfast, also from rescue media. It judges by what it finds: what is as the run left it goes
 * back, what is as before stays, anything else is somebody's own and is refused. Text in host encoding.
 */
export function rescueScript(plan: RunPlan): string {
  const { type, machine } = plan.host;
  const host = `of_image=${type === 'image' ? 'yes' : 'no'} machine=${quote(machine ?? '')}\nat_home\n`;
  const prelude = RESCUE_PRELUDE.replaceAll('@RUN@', plan.run);
  const steps = [...plan.changes].reverse().map((change) => step(plan, change));
  return `${prelude}\n${host}\n${steps.join('')}${disarmStep(plan)}${keepingStep(plan)}${RESCUE_CLOSE}`;
}

function step(plan: RunPlan, change: RunChange): string {
  const label = quote(`${change.number}: ${plain(change.key)}`);
  if (change.kind !== 'entry')
    return `number=${change.number} label=${quote(`${change.number}: ${plain(change.kind)} ${plain(change.key)}`)}\nlive\n`;
  const [before, after] = [asEntryState(change.before), asEntryState(change.after)];
  // A directory and what is none cannot change places in one step.
  const half =
    before !== null && after !== null && (before.type === 'directory') !== (after.type === 'directory');
  const lines = [
    `number=${change.number} label=${label}`,
    `path=${quote(change.key)} keep=${quote(change.keep ?? '')} half=${half ? 'absent' : "''"}`,
    `before=${quote(stateWords(before))} after=${quote(stateWords(after))}`,
    `directory=${quote(change.directory ?? '')} directory_time=${directoryTime(plan, change)}`,
  ];
  if (before === null) return `${lines.join('\n')}\nput_back remove\n`;
  const isInPlace = after !== null && contentWords(before) === contentWords(after);
  const hasItsTime = before.mtime === null || (isInPlace && isTimed(before, after) === false);
  const time = hasItsTime || before.mtime === null ? "''" : `@${touchTime(before.mtime)}`;
  lines.push(`mode=${before.mode.toString(8)} owner=${before.uid}:${before.gid} time=${time}`);
  lines.push(attributesFunction(isInPlace ? lostInPlace(before, after) : Object.entries(before.xattrs)));
  if (isInPlace) lines.push(`put_back metadata ${between(before, after)}`);
  else if (before.type === 'file') lines.push(`blob=${before.content}`, 'put_back file');
  else if (before.type === 'link') lines.push(`target=${quote(before.target)}`, 'put_back link');
  else lines.push('put_back directory');
  return `${lines.join('\n')}\n`;
}

/** Whether a change in place changes the time. A directory's tells of the names in it, which are entries themselves. */
function isTimed(before: Present, after: Present): boolean {
  return before.type !== 'directory' && before.mtime !== after.mtime;
}

/** Empty where the journal's intent has it. Where the boot unit goes, that came after the unit did. */
function directoryTime({ arming }: RunPlan, { directory, directoryTimeBefore }: RunChange): string {
  const isArmed = arming?.directories.some(({ path, time }) => path === directory && time !== null);
  return isArmed === true && directoryTimeBefore !== null ? touchTime(directoryTimeBefore) : "''";
}

/** What `state_of` of the script prints for an entry. */
function stateWords(entry: EntryState): string {
  if (entry === null) return 'absent';
  const owner = `${entry.uid} ${entry.gid}`;
  return entry.type === 'link'
    ? `${contentWords(entry)} ${owner}`
    : `${contentWords(entry)} ${entry.mode.toString(8)} ${owner}`;
}

function contentWords(entry: Present): string {
  if (entry.type === 'file') return `file ${entry.content}`;
  return entry.type === 'link' ? `link ${sha256(`${entry.target}\n`)}` : entry.type;
}

/** Every mix of old and new that a metadata change may have stopped at, chown's loss of setuid included. */
function between(before: Present, after: Present): string {
  const modes = new Set([before.mode, after.mode].flatMap((mode) => [mode, mode & 0o3777, mode & 0o1777]));
  const states = [before.uid, after.uid].flatMap((uid) =>
    [before.gid, after.gid].flatMap((gid) =>
      [...modes].map((mode) => quote(stateWords({ ...before, uid, gid, mode }))),
    ),
  );
  return [...new Set(states)].join(' ');
}

/** The attributes that a change in place may have cost or added; null for what was not there. */
function lostInPlace(before: Present, after: Present): [string, string | null][] {
  const isLost = (name: string) =>
    before.xattrs[name] !== after.xattrs[name] ||
    // chown(2) drops capabilities, and chmod(2) writes into an access control list.
    (name === 'security.capability' && (before.uid !== after.uid || before.gid !== after.gid)) ||
    (name === 'system.posix_acl_access' && before.mode !== after.mode);
  const names = new Set([...Object.keys(after.xattrs), ...Object.keys(before.xattrs)]);
  return [...names].filter(isLost).map((name) => [name, before.xattrs[name] ?? null]);
}

/** `0s` with nothing after it sets nothing, and says so to nobody. */
function attributesFunction(attributes: readonly (readonly [string, string | null])[]): string {
  const steps = attributes.map(([name, value]) =>
    value === null
      ? `drop "$1" ${quote(name)}`
      : `attribute "$1" ${quote(name)} ${quote(value === '' ? '' : `0s${value}`)}`,
  );
  return `attributes() { ${steps.length === 0 ? ':' : steps.join(' && ')}; }`;
}

function disarmStep({ arming }: RunPlan): string {
  if (arming === null) return '';
  const [unit, link] = [`"$root"${quote(arming.unit)}`, `"$root"${quote(arming.link)}`];
  const looks: string[] = [];
  const times: string[] = [];
  for (const { path, time } of arming.directories) {
    const directory = `"$root"${quote(path)}`;
    if (time === null) {
      times.unshift(`rmdir ${directory} 2>/dev/null`);
      continue;
    }
    const name = arming.link.startsWith(`${path}/`) && !arming.unit.startsWith(`${path}/`) ? link : unit;
    const kept = `its_time_${looks.length}`;
    looks.push(`${kept}=no; came_with ${name} ${directory} ${touchTime(time)} && ${kept}=yes`);
    times.unshift(`[ "$${kept}" = no ] || set_time @${touchTime(time)} ${directory}`);
  }
  const lines = [
    `if is_armed ${unit} ${sha256(arming.text)}; then`,
    ...looks,
    `rm -f ${link} ${unit}`,
    ...times,
    'fi',
  ];
  return `${lines.join('\n')}\n`;
}

/** Of a run that was stopped between making a place for old inodes and giving the directory around it its time back. */
function keepingStep({ keeping }: RunPlan): string {
  const lines = keeping.flatMap(({ path, time }) => {
    if (time === null) return [];
    const [place, directory] = [`"$root"${quote(path)}`, `"$root"${quote(hostPath.parent(path))}`];
    const isOurs = `[ -d ${place} ] && came_with ${place} ${directory} ${touchTime(time)}`;
    return [`if is_open && ${isOurs}; then set_time @${touchTime(time)} ${directory}; fi\n`];
  });
  return lines.join('');
}

function sha256(text: string): string {
  return createHash('sha256').update(encodeHostText(text)).digest('hex');
}

/** Single quotes keep every byte but themselves. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** For the terminal: a name on the host may hold anything. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
