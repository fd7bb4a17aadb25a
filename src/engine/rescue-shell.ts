import { SHELL_HEAD } from './shell-head.ts';
import { SHELL_LOOK } from './shell-look.ts';

/** The fixed parts of every rescue script; between them stands what there is to put back. `@{` stands for a shell's `${`. */
export const RESCUE_PRELUDE = String.raw`#!/bin/sh
# Holdfast, run @RUN@: puts back what the run changed, without Holdfast.
#   sh rescue.sh              on the running machine
#   sh rescue.sh --root /mnt  on its disk, from rescue media
# Exit status: 0 all is as before the run; 5 something was left alone, and is named.
${SHELL_HEAD}
usage() { echo "usage: sh rescue.sh [--root DIR]" >&2; exit 1; }
root='' rooted=no at_boot=no
while [ $# -gt 0 ]; do
  case $1 in
    --root) [ $# -gt 1 ] || usage; root=$(cd -- "$2" && pwd) || exit 1; [ "$root" != / ] || root=''; rooted=yes; shift 2 ;;
    --boot) at_boot=yes; shift ;;
    *) usage ;;
  esac
done
[ -f "$journal" ] || exit 0
if grep -q -e '"type":"purge"' "$journal"; then
  echo 'The way back of this run was given up (holdfast purge): there is nothing to put back from.' >&2
  exit 5
fi
ended() { grep -q -e '"type":"commit"' -e '"type":"end"' "$journal"; }
# At boot only a run that did not end is taken back. A run that was kept stays.
if [ $at_boot = yes ] && ended; then exit 0; fi

left=0 done_numbers='' blob='' target=''
note() { printf '%s\n' "$1"; }
${SHELL_LOOK}# The state directory may have come along with a copy of the disk: another machine's files are not this run's.
at_home() {
  if [ $of_image = yes ] && [ $rooted = no ]; then
    echo "This run changed an image, not the running machine: sh rescue.sh --root DIR" >&2; exit 5
  fi
  if [ -n "$machine" ] && [ "$( { hash_of "$root/etc/machine-id"; } 2>/dev/null)" != "$machine" ]; then
    echo "This run was made on another machine: its /etc/machine-id is not that of $root/. Nothing was changed." >&2; exit 5
  fi
}

# The directory's time in a record of this change, in nanoseconds.
time_said() {
  sed -n "s/^.*\"change\":$number,\"directoryTime\":\"\(-\{0,1\}[0-9]*\)\",.*\"type\":\"$1\",.*\$/\1/p" "$journal"
}
# Nanoseconds as seconds.
seconds() {
  digits=@{1#-} sign=''
  [ "$digits" = "$1" ] || sign=-
  while [ @{#digits} -lt 10 ]; do digits=0$digits; done
  whole=@{digits%?????????}
  printf '%s' "$sign$whole.@{digits#"$whole"}"
}
# busybox knows times to the second.
is_time() {
  at=$(stat -c %.9Y "$2") && { [ "$at" = "$1" ] || [ "$at" = "@{1%.*}" ]; }
}
set_time() { touch -h -c -m -d "$1" "$2" 2>/dev/null || touch -h -c -m -d "@{1%.*}" "$2"; }

left_alone() {
  left=$((left + 1))
  note "LEFT ALONE  $label: it $1"
}

# busybox has a setfattr that knows no base64.
attribute() {
  case $(setfattr --version 2>/dev/null) in
    setfattr*) setfattr -h -n "$2" -v "$3" -- "$1" ;;
    *) note "            $2 needs setfattr of the package attr"; return 1 ;;
  esac
}
drop() {
  setfattr -h -x "$2" -- "$1" 2>/dev/null && return 0
  command -v getfattr > /dev/null && ! getfattr -h -n "$2" -- "$1" > /dev/null 2>&1
}

# Only what differs: chown drops capabilities and setuid. The attributes come last: chmod writes into an ACL.
put_metadata() {
  [ "$(stat -c %u:%g "$target_path")" = "$owner" ] || chown -h "$owner" "$target_path" || return 1
  [ -L "$target_path" ] || [ "$(stat -c %a "$target_path")" = "$mode" ] || chmod "$mode" "$target_path" || return 1
  attributes "$target_path" && { [ -z "$time" ] || set_time "$time" "$target_path"; }
}
put_nothing() {
  if [ -d "$target_path" ] && [ ! -L "$target_path" ]; then rmdir "$target_path"; else rm -f "$target_path"; fi
}
# Makes the old entry anew, among the kept inodes, whole before it is seen.
build() {
  [ -d "@{source%/*}" ] || mkdir -p "@{source%/*}" || return 1
  rm -rf "$source"
  case $how in
    file) cat "$folder/blobs/$blob" > "$source" && chown "$owner" "$source" && chmod "$mode" "$source" ;;
    link) ln -s -- "$target" "$source" && chown -h "$owner" "$source" ;;
    directory) mkdir "$source" && chown "$owner" "$source" && chmod "$mode" "$source" ;;
  esac && attributes "$source" && { [ -z "$time" ] || set_time "$time" "$source"; } && sync &&
    [ "$(state_of "$source")" = "$before" ]
}
# Without -T, mv follows a link to a directory and moves into it.
case $(mv --help 2>&1) in *-T*) has_t=yes ;; *) has_t=no ;; esac
move() {
  if [ $has_t = yes ]; then mv -fT "$1" "$2"; return; fi
  if [ -L "$2" ]; then rm -f "$2"; fi
  mv -f "$1" "$2"
}
make_way() {
  if [ -d "$target_path" ] && [ ! -L "$target_path" ]; then rmdir "$target_path"
  elif [ -d "$source" ] && [ ! -L "$source" ]; then rm -f "$target_path"
  fi
}
put_entry() {
  [ -n "$kept" ] || return 1
  source=$kept
  if [ "$(state_of "$kept")" != "$before" ]; then
    source=@{kept%/*}/candidate
    build || { rm -rf "$source"; return 1; }
  fi
  make_way && move "$source" "$target_path" && return 0
  [ "$source" = "$kept" ] || rm -rf "$source"
  return 1
}

put() {
  case $how in
    metadata) put_metadata ;;
    remove) put_nothing ;;
    *) put_entry ;;
  esac
}

is_ours() {
  [ "$now" = "$after" ] && return 0
  [ -n "$half" ] && [ "$now" = "$half" ] && return 0
  # Without -T a link goes before what replaces it comes.
  if [ $has_t = no ] && [ "$now" = absent ]; then case $after in link*) return 0 ;; esac; fi
  for state in "$@"; do [ "$now" = "$state" ] && return 0; done
  return 1
}
# Whether the directory's time is the run's or this script's doing. Else somebody has changed the directory since.
time_is_ours() {
  [ -n "$directory" ] && [ -d "$root$directory" ] || return 1
  [ "$(cat "$folder/rescuing" 2>/dev/null)" != "$number" ] || return 0
  if [ ! -e "$folder/rescued" ] && said undo && ! said undone; then [ -n "$(time_said undo)" ]; return; fi
  [ "$now" != "$before" ] || return 1
  said 'done' || return 0
  [ -z "$directory_time" ] || ! is_time "$directory_time" "$root$directory" || return 0
  done_time=$(time_said 'done')
  [ -n "$done_time" ] && is_time "$(seconds "$done_time")" "$root$directory"
}
put_back() {
  how=$1; shift
  said intent || return 0
  target_path=$root$path
  kept=''; [ -z "$keep" ] || kept=$root$keep
  now=$(state_of "$target_path")
  if [ "$now" != "$before" ] && ! is_ours "$@"; then
    left_alone 'is neither as the run left it nor as it was before'; return
  fi
  time_back=''
  if time_is_ours; then
    time_back=$directory_time
    if [ -z "$time_back" ]; then time_back=$(time_said intent); [ -z "$time_back" ] || time_back=$(seconds "$time_back"); fi
  fi
  if [ "$how" != metadata ] && [ "$now" = "$before" ]; then
    # The run may have stopped between the second name for the old file and the new file's coming.
    if [ -n "$kept" ] && [ "$(stat -c %d:%i "$kept" 2>/dev/null)" = "$(stat -c %d:%i "$target_path")" ]; then rm -f "$kept"; fi
  else
    # Stopped between the entry and its directory's time, this script would not know the time for its own.
    if [ -n "$time_back" ]; then echo "$number" 2>/dev/null > "$folder/rescuing"; fi
    if ! put || [ "$(state_of "$target_path")" != "$before" ]; then left_alone 'could not be put back'; return; fi
    note "put back    $label"
  fi
  done_numbers="$done_numbers $number"
  [ -n "$time_back" ] || return 0
  set_time "@$time_back" "$root$directory"
  rm -f "$folder/rescuing"
}

# Neither this run nor this script has come to its end yet.
is_open() { ! ended && [ ! -e "$folder/rescued" ]; }
# Where it is neither there nor this run's end was reached, the run or this script was stopped at putting it there or taking it away.
is_armed() {
  case $(state_of "$1") in
    "file $2 "*) return 0 ;;
    absent) is_open ;;
    *) return 1 ;;
  esac
}
# The unit's coming moved the directory's time to that very moment. Another time is somebody else's.
came_with() {
  [ -d "$2" ] || return 1
  [ -e "$1" ] || [ -L "$1" ] || return 0
  if is_time "$3" "$2"; then return 0; fi
  age=$(($(stat -c %Y "$2") - $(stat -c %Z "$1")))
  [ $age -ge -1 ] && [ $age -le 1 ]
}
# At boot nothing of the run is live any more.
live() {
  if [ $at_boot = no ] && said intent; then
    note "LIVE STATE  $label: not restored by this script; a reboot or 'holdfast recover' does it"
  fi
}
# Its own scripts would run, which want a system that is up. No boot takes it back.
packaged() {
  if said intent && ! said undone; then
    note "PACKAGE     $label: not restored by this script; 'holdfast recover' does it, or by hand: $1"
  fi
}
`.replaceAll('@{', '${');

export const RESCUE_CLOSE = `
rm -f "$folder/rescuing"
marked=yes
{ echo "$done_numbers" > "$folder/rescued.part" && mv -f "$folder/rescued.part" "$folder/rescued"; } || marked=no
sync
if [ $marked = no ]; then note "Holdfast could not be told: make room in $folder and run this again."; exit 5; fi
if [ $left -gt 0 ]; then note "$left left alone. 'holdfast recover' says more."; exit 5; fi
note 'Every file of this run is as it was before.'
`;
