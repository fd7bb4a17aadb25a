import { SHELL_HEAD } from './shell-head.ts';
import { SHELL_LOOK } from './shell-look.ts';

/** The fixed parts of every script for a first boot. `@{` stands for a shell's `${`. */
export const FIRST_BOOT_PRELUDE = String.raw`#!/bin/sh
# Holdfast, run @RUN@: looks, at the first boot of this image, whether what the run changed is in force.
# It is started by a unit that it removes. What it found stays in the file first-boot beside it.
${SHELL_HEAD}
found=$folder/first-boot.part
looked=0 differ=0

# systemd takes the number for the priority of the line (sd-daemon(3)).
say() { printf '<%s>Run @RUN@, at the first boot: %s\n' "$1" "$2"; }
${SHELL_LOOK}
if ! grep -q '"type":"commit"' "$journal"; then
  say 3 "it did not end. Put back what it changed: sh $folder/rescue.sh --root /"
  exit 1
fi
: > "$found" || exit 1
differs() {
  differ=$((differ + 1))
  say 3 "$1"
  printf '%s\n' "$1" >> "$found"
}
is_changed_later() {
  for other in "$folder"/../*/rescue.sh; do
    other=@{other%/rescue.sh}
    [ "@{other##*/}" -gt @RUN@ ] || continue
    grep -q '"type":"commit"' "$other/journal.ndjson" && grep -qF -e "$line" "$other/rescue.sh" && return 0
  done
  return 1
}
entry() {
  said 'done' || return 0
  if [ "$(state_of "$path")" != "$after" ]; then
    is_changed_later || { looked=$((looked + 1)); differs "$label is not as the run left it"; }
    return
  fi
  looked=$((looked + 1))
  case $path in
    /etc/sysctl.d/*.conf) [ ! -f "$path" ] || settings ;;
  esac
}
settings() {
  while IFS= read -r written || [ -n "$written" ]; do
    case $written in *=*) ;; *) continue ;; esac
    case $written in '#'* | ';'*) continue ;; esac
    key=$(printf '%s\n' "@{written%%=*}" | tr -d '[:blank:]')
    key=@{key#-}
    value=$(printf '%s\n' "@{written#*=}" | sed 's/^[[:blank:]]*//; s/[[:blank:]]*$//')
    # sysctl.d(5): the first separator tells which one it is.
    first=@{key%%[./]*}
    case @{key#"$first"} in .*) key=$(printf '%s\n' "$key" | tr ./ /.) ;; esac
    # An asterisk is for every interface there is; a setting that is not there, such as IPv6's, cannot be wrong.
    for file in /proc/sys/$key; do
      [ -r "$file" ] || continue
      looked=$((looked + 1))
      now=$(tr '\t' ' ' < "$file")
      [ "$now" = "$value" ] || differs "$file is $now, and $label says $value"
    done
  done < "$path"
}
unit() {
  looked=$((looked + 1))
  ! systemctl --quiet is-failed "$1" || differs "$1 has failed"
}

`.replaceAll('@{', '${');

export const FIRST_BOOT_CLOSE = String.raw`
if [ $differ -eq 0 ]; then say 5 "all is in force ($looked looked at)"
else say 3 "$differ of $looked looked at are not in force. See: holdfast verify"
fi
{
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$looked"
  cat "$found"
} > "$folder/first-boot.new" && mv -f "$folder/first-boot.new" "$folder/first-boot" && rm -f "$found" || exit 1
`;
