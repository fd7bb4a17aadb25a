/** How the scripts of a run look at an entry, in the words of `stateWords`, and into $journal about change $number. */
export const SHELL_LOOK = String.raw`hash_of() { sha256sum 2>/dev/null < "$1" | cut -d ' ' -f 1; }
state_of() {
  if [ -L "$1" ]; then echo "link $(readlink "$1" | sha256sum | cut -d ' ' -f 1) $(stat -c '%u %g' "$1")"
  elif [ -f "$1" ]; then echo "file $(hash_of "$1") $(stat -c '%a %u %g' "$1")"
  elif [ -d "$1" ]; then echo "directory $(stat -c '%a %u %g' "$1")"
  elif [ -S "$1" ]; then echo "socket $(stat -c '%a %u %g' "$1")"
  elif [ -e "$1" ]; then echo other
  else echo absent
  fi
}
said() { grep -q "\"change\":$number,.*\"type\":\"$1\"" "$journal"; }
`;
