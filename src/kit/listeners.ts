import { sockets } from '../facts/sockets.ts';
import { parseOpenPort } from '../formats/open-port.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { ObservedSockets } from '../model/observation.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { listenerWords } from './listener-words.ts';
import { misspelled } from './misspelled.ts';
import { type OpenListener, openListeners } from './open-listeners.ts';

/** Programs of the host itself that listen for other machines. */
export const listeners = { sockets, names, onlyAllowed };

interface Given {
  readonly sockets: ObservedSockets | null;
}

const POLICY = '/etc/holdfast/policy.ini, in the section [network/listening-ports]';
/** PID 1 holds what a socket unit listens at until somebody comes. */
const SYSTEMD = /\/systemd$/;
/** Stopping one of these is no way to close a port. */
const NEEDED = /^(?:ssh|sshd|docker|containerd|systemd-[\w-]+|NetworkManager|dbus|init|user@\d+)\./;

function names({ sockets: seen }: Given): readonly string[] {
  return (seen === null ? [] : openListeners(seen)).map(({ name }) => name);
}

/** One requirement per port that listens and is not allowed, with this host's unit and commands; one that is met where there is none. */
function onlyAllowed({ sockets: seen }: Given, allowed: readonly string[]): readonly Requirement[] {
  if (seen === null) return [];
  const wrong = allowed.filter((text) => parseOpenPort(text)?.from !== null);
  if (wrong.length > 0)
    return misspelled(
      'network/listening-ports',
      'allowed',
      wrong,
      'is no port; write it as tcp/22 or udp/60000-61000',
    );
  const open = openListeners(seen);
  if (allowed.length === 0 && open.length > 0) return [undecided(open)];
  const ports = allowed.map(parseOpenPort).filter((each) => each !== null);
  const isAllowed = ({ protocol, port }: OpenListener) =>
    ports.some((each) => each.protocol === protocol && each.first <= port && port <= each.last);
  const found = open.filter((each) => !isAllowed(each)).map(ofListener);
  if (found.length > 0) return found;
  return [
    {
      object: 'listeners',
      verdict: 'met',
      statement: 'only approved programs listen for other machines',
      evidence:
        open.length === 0
          ? [{ source: '/proc/net', says: 'nothing listens for other machines', wins: true }]
          : open.map((each) => evidenceOf(each, true)),
      wishes: [],
      observed: true,
    },
  ];
}

function ofListener(listener: OpenListener): Requirement {
  const { name, sockets: held } = listener;
  const programs = held.flatMap((socket) => socket.programs);
  const units = [...new Set(programs.map(({ unit }) => unit).filter((unit) => unit !== null))];
  const isHeld = programs.some(({ path }) => SYSTEMD.test(path ?? ''));
  return {
    object: `listener:${name}`,
    verdict: 'manual',
    statement: `nothing listens at ${name} for other machines, or it is approved`,
    evidence: [evidenceOf(listener, true)],
    wishes: [],
    steps: [
      ...(isHeld
        ? [`see which socket unit it is: systemctl list-sockets | grep -w ${portOf(listener)}`]
        : []),
      ...(programs.length === 0 ? [`see who it is, as root: ss -Hlnp 'sport = ${portOf(listener)}'`] : []),
      ...units.flatMap(unitSteps),
      `if this machine alone uses it, bind it to 127.0.0.1 and ::1 in its own configuration`,
      `if others need it, add ${name} to allowed in ${POLICY}, and let network/host-firewall-ranges say who (services = ${name}@NETWORK)`,
    ],
    observed: true,
  };
}

function unitSteps(unit: string): readonly string[] {
  const word = shellWord(unit);
  if (NEEDED.test(unit)) return [`it is ${unit}, which the host needs: see its configuration`];
  if (unit.endsWith('.scope')) return [`somebody's session started it: systemctl status ${word}`];
  const socket = shellWord(unit.replace(/\.service$/, '.socket'));
  return [
    `if nobody needs it: systemctl disable --now ${word}, and ${socket} first where there is one`,
    `who asks for it otherwise: systemctl list-dependencies --reverse ${word}`,
  ];
}

function portOf({ port }: OpenListener): string {
  return String(port);
}

function evidenceOf(listener: OpenListener, wins: boolean): Evidence {
  const { name, protocol } = listener;
  return { source: `/proc/net/${protocol}`, says: `${name}: ${listenerWords(listener)}`, wins };
}

function undecided(open: readonly OpenListener[]): Requirement {
  return {
    object: 'param:allowed',
    verdict: 'manual',
    statement: 'it is decided what listens on this host for other machines',
    evidence: open.map((each) => evidenceOf(each, false)),
    wishes: [],
    steps: [
      `decide which of these may listen, and name them in ${POLICY}: allowed = ${open.map(({ name }) => name).join(', ')}`,
      'then plan again: for each of the others there are commands',
    ],
    observed: true,
  };
}
