import { createHash } from 'node:crypto';
import { encodeHostText } from '../formats/host-text.ts';
import { asEntryState, type EntryState } from '../kinds/entry-state.ts';
import type { RunChange, RunPlan } from '../model/run-plan.ts';

/**
 * The rescue script of a run: plain POSIX shell that puts every entry back as it was before the run, without
 * Node, network or Holdfast, also from rescue media. It judges by what it finds: what is as the run left it goes
 * back, what is as before stays, anything else is somebody's own and is refused. Text in host encoding.
 */
export function rescueScript(plan: RunPlan): string {
  const steps = [...plan.changes].reverse().map(step);
  return `${PRELUDE.replaceAll('@RUN@', plan.run)}\n${steps.join('')}${disarmStep(plan)}${CLOSE}`;
}

function step(change: RunChange): string {
  const label = quote(`${change.number}: ${plain(change.key)}`);
  if (change.kind !== 'entry')
    return `number=${change.number} label=${quote(`${change.number}: ${plain(change.kind)} ${plain(change.key)}`)}\nlive\n`;
  const [before, after] = [asEntryState(change.before), asEntryState(change.after)];
  const lines = [
    `number=${change.number} label=${label}`,
    `path=${quote(change.key)} keep=${quote(change.keep ?? '')}`,
    `before=${quote(stateWords(before))} after=${quote(stateWords(after))}`,
  ];
  if (before === null) return `${lines.join('\n')}\nput_back remove\n${timeStep(change)}`;
  lines.push(
    `mode=${before.mode.toString(8)} owner=${before.uid}:${before.gid} time=@${seconds(before.mtime ?? '0')}`,
  );
  const inPlace = after !== null && contentWords(before) === contentWords(after);
  if (inPlace) lines.push(...attributeSteps(before, after), `put_back metadata ${between(before, after)}`);
  else if (before.type === 'file')
    lines.push(`blob=${before.content}`, attributesFunction(before), 'put_back file');
  else if (before.type === 'link') lines.push(`target=${quote(before.target)}`, 'put_back link');
  else lines.push(attributesFunction(before), 'put_back directory');
  return `${lines.join('\n')}\n${timeStep(change)}`;
}

/** What `state_of` of the script prints for an entry. */
function stateWords(entry: EntryState): string {
  if (entry === null) return 'absent';
  const owner = `${entry.uid} ${entry.gid}`;
  return entry.type === 'link'
    ? `${contentWords(entry)} ${owner}`
    : `${contentWords(entry)} ${entry.mode.toString(8)} ${owner}`;
}

function contentWords(entry: NonNullable<EntryState>): string {
  if (entry.type === 'file') return `file ${entry.content}`;
  if (entry.type === 'link')
    return `link ${createHash('sha256')
      .update(encodeHostText(`${entry.target}\n`))
      .digest('hex')}`;
  return entry.type;
}

/** Every mix of old and new that a metadata change may have stopped at, chown's loss of setuid included. */
function between(before: NonNullable<EntryState>, after: NonNullable<EntryState>): string {
  const modes = new Set([before.mode, after.mode, before.mode & 0o1777, after.mode & 0o1777]);
  const states = [before.uid, after.uid].flatMap((uid) =>
    [before.gid, after.gid].flatMap((gid) =>
      [...modes].map((mode) => quote(stateWords({ ...before, uid, gid, mode }))),
    ),
  );
  return [...new Set(states)].join(' ');
}

function attributeSteps(before: NonNullable<EntryState>, after: NonNullable<EntryState>): string[] {
  const names = new Set([...Object.keys(before.xattrs), ...Object.keys(after.xattrs)]);
  const lines = [...names].flatMap((name) => {
    const value = before.xattrs[name];
    if (value === after.xattrs[name]) return [];
    return [
      value === undefined ? `attribute -x ${quote(name)}` : `attribute -n ${quote(name)} -v 0s${value}`,
    ];
  });
  return lines;
}

/** Gives an entry that had to be made anew its ACL, capabilities and all the other attributes. */
function attributesFunction({ xattrs }: NonNullable<EntryState>): string {
  const set = Object.entries(xattrs).map(
    ([name, value]) => `setfattr -h -n ${quote(name)} -v 0s${value} -- "$1"`,
  );
  return `attributes() { ${['true', ...set].join(' && ')}; }`;
}

function timeStep({ directory, directoryTimeBefore }: RunChange): string {
  if (directory === null || directoryTimeBefore === null) return '';
  return `directory_time ${quote(directory)} @${seconds(directoryTimeBefore)}\n`;
}

function disarmStep({ arming }: RunPlan): string {
  if (arming === null) return '';
  const times = [...arming.directories]
    .reverse()
    .map(({ path, time }) =>
      time === null
        ? `rmdir "$root"${quote(path)} 2>/dev/null\n`
        : `touch -c -m -d @${seconds(time)} "$root"${quote(path)}\n`,
    );
  return `rm -f "$root"${quote(arming.link)} "$root"${quote(arming.unit)}\n${times.join('')}`;
}

function seconds(nanoseconds: string): string {
  const digits = nanoseconds.padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** Single quotes keep every byte but themselves. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** For the terminal: a name on the host may hold anything. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}

const PRELUDE = String.raw`#!/bin/sh
# Holdfast, run @RUN@: puts back what the run changed, without Holdfast.
#   sh rescue.sh              on the running machine
#   sh rescue.sh --root /mnt  on its disk, from rescue media
# Exit status: 0 all is as before the run; 5 something was left alone, and is named.
set -u
umask 077
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
folder=$(cd "$(dirname "$0")" && pwd) || exit 1
root='' at_boot=no
while [ $# -gt 0 ]; do
  case $1 in
    --root) root=$(cd "$2" && pwd) || exit 1; [ "$root" != / ] || root=''; shift 2 ;;
    --boot) at_boot=yes; shift ;;
    *) echo "usage: sh rescue.sh [--root DIR]" >&2; exit 1 ;;
  esac
done
[ -f "$folder/journal.ndjson" ] || exit 0
ended() { grep -q -e '"type":"commit"' -e '"type":"end"' "$folder/journal.ndjson"; }
# At boot only a run that did not end is taken back. A run that was kept stays.
if [ $at_boot = yes ] && ended; then exit 0; fi

left=0 done_numbers=''
note() { printf '%s\n' "$1"; }
begun() { grep -q "\"change\":$number,.*\"type\":\"intent\"" "$folder/journal.ndjson"; }
hash_of() { sha256sum < "$1" | cut -d ' ' -f 1; }
state_of() {
  if [ -L "$1" ]; then echo "link $(readlink "$1" | sha256sum | cut -d ' ' -f 1) $(stat -c '%u %g' "$1")"
  elif [ -f "$1" ]; then echo "file $(hash_of "$1") $(stat -c '%a %u %g' "$1")"
  elif [ -d "$1" ]; then echo "directory $(stat -c '%a %u %g' "$1")"
  elif [ -e "$1" ]; then echo other
  else echo absent
  fi
}
foreign() {
  left=$((left + 1)); skipped=yes
  note "LEFT ALONE  $label: it is neither as the run left it nor as it was before"
}
attribute() {
  if begun; then setfattr -h "$@" -- "$root$path" || foreign; fi
}
put_back() {
  how=$1; shift; skipped=no
  if ! begun; then skipped=yes; return; fi
  target_path=$root$path
  kept=''; [ -z "$keep" ] || kept=$root$keep
  now=$(state_of "$target_path")
  if [ "$how" = metadata ]; then
    for state in "$after" "$before" "$@"; do [ "$now" = "$state" ] && now=known; done
    [ "$now" = known ] || { foreign; return; }
    chown -h "$owner" "$target_path" && { [ -L "$target_path" ] || chmod "$mode" "$target_path"; } || { foreign; return; }
  elif [ "$now" = "$before" ]; then
    # The run may have stopped between the second name for the old file and the new file's coming.
    if [ -n "$kept" ] && [ "$(stat -c %d:%i "$kept" 2>/dev/null)" = "$(stat -c %d:%i "$target_path")" ]; then rm -f "$kept"; fi
    done_numbers="$done_numbers $number"
    return
  elif [ "$now" != "$after" ]; then
    foreign; return
  elif [ "$how" = remove ]; then
    if [ -d "$target_path" ] && [ ! -L "$target_path" ]; then rmdir "$target_path"; else rm -f "$target_path"; fi || { foreign; return; }
  else
    if [ -d "$target_path" ] && [ ! -L "$target_path" ]; then rmdir "$target_path" || { foreign; return; }; fi
    if [ -n "$kept" ] && [ "$(state_of "$kept")" = "$before" ]; then
      mv -f "$kept" "$target_path" || { foreign; return; }
    else
      case $how in
        file) { cat "$folder/blobs/$blob" > "$target_path.holdfast" && chown "$owner" "$target_path.holdfast" &&
          chmod "$mode" "$target_path.holdfast" && attributes "$target_path.holdfast" && touch -c -m -d "$time" "$target_path.holdfast" &&
          mv -f "$target_path.holdfast" "$target_path"; } || { foreign; return; } ;;
        link) { rm -f "$target_path" && ln -s "$target" "$target_path" && chown -h "$owner" "$target_path" &&
          touch -h -c -m -d "$time" "$target_path"; } || { foreign; return; } ;;
        directory) { mkdir "$target_path" && chown "$owner" "$target_path" && chmod "$mode" "$target_path" &&
          attributes "$target_path" && touch -c -m -d "$time" "$target_path"; } || { foreign; return; } ;;
      esac
    fi
  fi
  done_numbers="$done_numbers $number"
  note "put back    $label"
}
directory_time() {
  if [ $skipped = no ] && [ -d "$root$1" ]; then touch -c -m -d "$2" "$root$1"; fi
}
# At boot nothing of the run is live any more.
live() {
  if [ $at_boot = no ] && begun; then
    note "LIVE STATE  $label: not restored by this script; a reboot or 'holdfast recover' does it"
  fi
}
`;

const CLOSE = `
marked=yes
{ echo "$done_numbers" > "$folder/rescued.part" && mv -f "$folder/rescued.part" "$folder/rescued"; } || marked=no
sync
if [ $marked = no ]; then note "Holdfast could not be told: make room in $folder and run this again."; exit 5; fi
if [ $left -gt 0 ]; then note "$left left alone. 'holdfast recover' says more."; exit 5; fi
note 'Every file of this run is as it was before.'
`;
