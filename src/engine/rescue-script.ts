import { hostPath } from '../formats/host-path.ts';
import { touchTime } from '../formats/touch-time.ts';
import { asEntryState, type EntryState } from '../kinds/entry-state.ts';
import type { Arming, RunChange, RunPlan } from '../model/run-plan.ts';
import { plainName } from './plain-name.ts';
import { RESCUE_CLOSE, RESCUE_PRELUDE } from './rescue-shell.ts';
import { shellQuote } from './shell-quote.ts';
import { contentWords, stateWords } from './state-words.ts';
import { textHash } from './text-hash.ts';

type Present = NonNullable<EntryState>;

/**
 * The rescue script of a run: plain POSIX shell that puts every entry back as it was before the run, without
 * Node, network or Holdfast, also from rescue media. It judges by what it finds: what is as the run left it goes
 * back, what is as before stays, anything else is somebody's own and is refused. Text in host encoding.
 */
export function rescueScript(plan: RunPlan): string {
  const { type, machine } = plan.host;
  const host = `of_image=${type === 'image' ? 'yes' : 'no'} machine=${shellQuote(machine ?? '')}\nat_home\n`;
  const prelude = RESCUE_PRELUDE.replaceAll('@RUN@', plan.run);
  const steps = [...plan.changes].reverse().map((change) => step(plan, change));
  return `${prelude}\n${host}\n${steps.join('')}${disarmStep(plan.arming)}${plan.firstBoot?.comes === true ? disarmStep(plan.firstBoot) : ''}${keepingStep(plan)}${RESCUE_CLOSE}`;
}

function step(plan: RunPlan, change: RunChange): string {
  const label = shellQuote(`${change.number}: ${plainName(change.key)}`);
  if (change.kind === 'package') return packageStep(change);
  if (change.kind !== 'entry')
    return `number=${change.number} label=${shellQuote(`${change.number}: ${plainName(change.kind)} ${plainName(change.key)}`)}\nlive\n`;
  const [before, after] = [asEntryState(change.before), asEntryState(change.after)];
  // A directory and what is none cannot change places in one step.
  const half =
    before !== null && after !== null && (before.type === 'directory') !== (after.type === 'directory');
  const lines = [
    `number=${change.number} label=${label}`,
    `path=${shellQuote(change.key)} keep=${shellQuote(change.keep ?? '')} half=${half ? 'absent' : "''"}`,
    `before=${shellQuote(stateWords(before))} after=${shellQuote(stateWords(after))}`,
    `directory=${shellQuote(change.directory ?? '')} directory_time=${directoryTime(plan, change)}`,
  ];
  if (before === null) return `${lines.join('\n')}\nput_back remove\n`;
  const isInPlace = after !== null && contentWords(before) === contentWords(after);
  const hasItsTime = before.mtime === null || (isInPlace && isTimed(before, after) === false);
  const time = hasItsTime || before.mtime === null ? "''" : `@${touchTime(before.mtime)}`;
  lines.push(`mode=${before.mode.toString(8)} owner=${before.uid}:${before.gid} time=${time}`);
  lines.push(attributesFunction(isInPlace ? lostInPlace(before, after) : Object.entries(before.xattrs)));
  // At boot the socket is gone, and nobody listens yet.
  const when = before.type === 'socket' ? '[ $at_boot = yes ] || ' : '';
  if (isInPlace) lines.push(`${when}put_back metadata ${between(before, after)}`);
  else if (before.type === 'file') lines.push(`blob=${before.content}`, 'put_back file');
  else if (before.type === 'link') lines.push(`target=${shellQuote(before.target)}`, 'put_back link');
  else lines.push('put_back directory');
  return `${lines.join('\n')}\n`;
}

/** The folder may lie elsewhere by then, so the script puts in where it is itself. */
function packageStep({ number, kind, key, before }: RunChange): string {
  const label = shellQuote(`${number}: ${plainName(kind)} ${plainName(key)}`);
  const content =
    typeof before === 'object' && before !== null && 'content' in before ? before.content : null;
  const command =
    content === null
      ? shellQuote(`dpkg --remove ${plainName(key)}`)
      : `"dpkg --force-confold --install $folder/blobs/${content}"`;
  return `number=${number} label=${label}\npackaged ${command}\n`;
}

/** Whether a change in place changes the time. A directory's tells of the names in it, a socket's of its listener. */
function isTimed({ type, mtime }: Present, after: Present): boolean {
  return type !== 'directory' && type !== 'socket' && mtime !== after.mtime;
}

/** Empty where the journal's intent has it. Where the boot unit goes, that came after the unit did. */
function directoryTime({ arming }: RunPlan, { directory, directoryTimeBefore }: RunChange): string {
  const isArmed = arming?.directories.some(({ path, time }) => path === directory && time !== null);
  return isArmed === true && directoryTimeBefore !== null ? touchTime(directoryTimeBefore) : "''";
}

/** Every mix of old and new that a metadata change may have stopped at, chown's loss of setuid included. */
function between(before: Present, after: Present): string {
  const modes = new Set([before.mode, after.mode].flatMap((mode) => [mode, mode & 0o3777, mode & 0o1777]));
  const states = [before.uid, after.uid].flatMap((uid) =>
    [before.gid, after.gid].flatMap((gid) =>
      [...modes].map((mode) => shellQuote(stateWords({ ...before, uid, gid, mode }))),
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
      ? `drop "$1" ${shellQuote(name)}`
      : `attribute "$1" ${shellQuote(name)} ${shellQuote(value === '' ? '' : `0s${value}`)}`,
  );
  return `attributes() { ${steps.length === 0 ? ':' : steps.join(' && ')}; }`;
}

function disarmStep(arming: Arming | null): string {
  if (arming === null) return '';
  const [unit, link] = [`"$root"${shellQuote(arming.unit)}`, `"$root"${shellQuote(arming.link)}`];
  const looks: string[] = [];
  const times: string[] = [];
  for (const { path, time } of arming.directories) {
    const directory = `"$root"${shellQuote(path)}`;
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
    `if is_armed ${unit} ${textHash(arming.text)}; then`,
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
    const [place, directory] = [`"$root"${shellQuote(path)}`, `"$root"${shellQuote(hostPath.parent(path))}`];
    const isOurs = `[ -d ${place} ] && came_with ${place} ${directory} ${touchTime(time)}`;
    return [`if is_open && ${isOurs}; then set_time @${touchTime(time)} ${directory}; fi\n`];
  });
  return lines.join('');
}
