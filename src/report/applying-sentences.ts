import { effectWords } from './effect-words.ts';
import { ended, startingThing } from './phrases.ts';
import { safeLine as safe } from './safe-line.ts';
import type { Sentences } from './sentences.ts';

/** What stops an apply or a rollback. */
export const applyingSentences: Sentences<
  | 'not-allowed'
  | 'other-host'
  | 'stale-plan'
  | 'changed-since'
  | 'not-as-planned'
  | 'not-met-after'
  | 'probe-failed'
  | 'effect-failed'
  | 'interrupted'
  | 'needs-confirmation'
  | 'no-probe'
  | 'cannot-wait'
  | 'run-waits'
  | 'not-waiting'
  | 'no-new-login'
  | 'not-confirmed'
  | 'undo-failed'
  | 'no-consent'
  | 'locked'
  | 'unsafe-state-dir'
  | 'io'
> = {
  'not-allowed': ({ what, allow }) =>
    `Unattended, the policy does not let a run do this: ${ended(what)} If it may: "allow = ${safe(allow)}" in [run] of the policy. Or apply at a terminal, where you are asked.`,
  'other-host': ({ run, why }) =>
    `Run ${safe(run)} was made on another host: ${ended(why)} Take it back there, or name the right --root and --state-dir.`,
  'stale-plan': ({ planned, found }) =>
    `The host is no longer as the plan found it (digest ${short(planned)} then, ${short(found)} now), so the plan was not applied. Make a new one: holdfast plan`,
  'changed-since': (args) =>
    `${startingThing(args)} was changed by somebody else since the plan was made, and was left alone. Make a new plan: holdfast plan`,
  'not-as-planned': (args) =>
    `${startingThing(args)} was read back after the change and is not as planned. Something else changes it at the same time: find that first.`,
  'not-met-after': ({ playbook, object, verdict }) =>
    `${safe(object)} of ${safe(playbook)} is still "${safe(verdict)}" after the change, by a fresh look at the host. See what else decides it: holdfast scan ${safe(playbook)}`,
  'probe-failed': ({ probe, why }) =>
    `The probe ${safe(probe)} succeeded before and fails now: ${ended(why)} Find out which change it does not bear: holdfast plan shows them, and each can be applied by its ID.`,
  'effect-failed': ({ effect, why }) =>
    `"${effectWords(effect)}" failed: ${ended(why)}${effect.do === 'daemon-reload' ? '' : ` See: journalctl -u ${safe(effect.unit)}`}`,
  interrupted: ({ signal }) =>
    `It was interrupted by ${safe(signal)} before everything was done. Run it again when you are ready.`,
  'needs-confirmation': ({ playbooks }) =>
    `What this changes could cut somebody off (${safe(playbooks)}), and the policy does not say who confirms it: "confirm = login", "probes" or "controller" in [run]. Or apply at a terminal.`,
  'no-probe': () =>
    'The policy says "confirm = probes" and names no probe, so nothing could confirm this. Add one to [run], like: probe = /usr/bin/curl -fsS http://127.0.0.1/',
  'cannot-wait': () =>
    'The run would have to wait for confirmation, and no systemd runs here that could take it back when nobody confirms it. Apply without --confirm-within, or on a host with systemd.',
  'run-waits': ({ run, by }) =>
    `Run ${safe(run)} waits for confirmation, and nothing else is changed until then. Keep it${by === 'login' ? ', from a new login' : ''}: holdfast confirm ${safe(run)}. Or take it back: holdfast rollback ${safe(run)}`,
  'not-waiting': ({ run, why }) =>
    `Run ${safe(run)} does not wait for confirmation: ${ended(why)} See: holdfast history ${safe(run)}`,
  'no-new-login': ({ run, why }) =>
    `Run ${safe(run)} is confirmed from a login that began after it, which proves that one still can: ${ended(why)} Log in once more, on a second terminal and not into an old tmux, and there: holdfast confirm ${safe(run)}`,
  'not-confirmed': ({ run }) =>
    `Nobody confirmed run ${safe(run)} in time, or the machine was restarted before anybody did. To make the changes again: holdfast apply`,
  'undo-failed': ({ run, why }) =>
    `Undoing run ${safe(run)} stopped midway: ${ended(why)} The host may be half changed. Settle what is named, then finish it: holdfast recover`,
  'no-consent': ({ command }) =>
    `Nobody is at a terminal to say yes, so nothing was changed. Say yes on the command line: ${safe(command)}`,
  locked: ({ what }) =>
    `Another Holdfast is at work on ${safe(what)}. Wait until it has ended, then try again; the lock goes with its process.`,
  'unsafe-state-dir': ({ path, why }) =>
    `The state directory ${safe(path)} is not safe to use: ${ended(why)} It must belong to root with mode 0700, and so must what is in it.`,
  io: ({ path, call, errno }) =>
    `The system call ${safe(call)} on ${safe(path)} failed with ${safe(errno)}. ${errno === 'EACCES' ? 'Run the command with sudo.' : 'Look into the disk and the kernel log (dmesg), then try again.'}`,
};

/** A digest to tell two apart by: the whole is in the plan. */
function short(digest: string): string {
  return safe(digest.slice(0, 12));
}
