import { shellWord } from '../formats/shell-word.ts';
import type { Effect } from '../model/effect.ts';
import type { RunPlan } from '../model/run-plan.ts';
import { SHELL_HEAD } from './shell-head.ts';

/**
 * What the timer of a waiting run starts: `holdfast recover` by the words `recover`, which does all of it, and where that cannot be run any
 * more, rescue.sh and the same effects. It may come while the run is still under way, which holds the lock: then it
 * tries again each second. Or before the time is over, which counts from when the run was done: then it waits by
 * itself, since starting Holdfast each second would make a slow machine late, and starts it somewhat early to wait for
 * the rest of it. Text in host encoding.
 */
export function revertScript(plan: RunPlan, recover: readonly string[]): string {
  const command = recover.map(shellWord).join(' ');
  const effects = plan.effects.map(
    (effect, i) => `if begun ${i}; then ${effectCommand(effect)} || status=1; fi\n`,
  );
  return `#!/bin/sh
# Holdfast, run ${plan.run}: takes the run back unless it is confirmed in time. The system's timer starts this.
${SHELL_HEAD}
ended() { grep -q -e '"type":"commit"' -e '"type":"end"' -e '"type":"purge"' "$journal"; }
begun() { grep -q "\\"effect\\":$1,.*\\"type\\":\\"effect\\"" "$journal"; }
uptime() { cut -d . -f 1 /proc/uptime; }
uptime_ms() { sed 's/^\\([0-9]*\\)[.]\\([0-9][0-9]\\).*/\\1\\20/' /proc/uptime; }
# Whether the time is over but for so many milliseconds. Not later than by Holdfast's own clock, which does not count the time that the machine sleeps.
is_over_but() {
  until_ms=$(sed -n 's/.*"type":"pending","untilMs":\\([0-9]*\\).*/\\1/p' "$journal")
  [ "\${until_ms:-0}" -le $(($(uptime_ms) + $1)) ]
}
since=$(uptime)
while ! ended; do
  if ! is_over_but ${STARTED_EARLY_MS}; then
    sleep 1
    since=$(uptime)
    continue
  fi
  ${command}
  status=$?
  ended && exit 0
  # It cannot be run any more, or not yet: before the time is over that is no reason to take anything back.
  if ! is_over_but 0; then
    sleep 1
    continue
  fi
  case $status in
    0) since=$(uptime) ;;
    3) [ $(($(uptime) - since)) -lt ${LONGEST_LOCKED} ] || break ;;
    *) break ;;
  esac
  sleep 1
done
ended && exit 0
sh "$folder/rescue.sh" --boot
status=$?
${effects.join('')}exit $status
`;
}

/** Long enough for a slow machine to start Holdfast. */
const STARTED_EARLY_MS = 20_000;
/** In seconds, more than systemd may take for a unit (JOB_MS of run-program.ts): whoever holds the lock for longer hangs, and the host must not hang with it. */
const LONGEST_LOCKED = 20 * 60;

/** As run-effect.ts does it. */
function effectCommand(effect: Effect): string {
  if (effect.do === 'daemon-reload') return 'systemctl daemon-reload';
  const unit = shellWord(effect.unit);
  if (effect.do !== 'hangup')
    return `systemctl try-${effect.do === 'reload' ? 'reload-or-restart' : 'restart'} -- ${unit}`;
  return `{ ! systemctl is-active --quiet -- ${unit} || systemctl kill --kill-who=main --signal=HUP -- ${unit}; }`;
}
