import { dockerSocketAcl } from '../facts/docker-socket-acl.ts';
import { type DockerSocket, dockerSockets as sockets } from '../facts/docker-sockets.ts';
import type { Permissions } from '../facts/permissions.ts';
import { permissionsAt } from '../facts/permissions-at.ts';
import { type EffectiveUnit, unitFile } from '../facts/unit-file.ts';
import { octal } from '../formats/octal.ts';
import type { AclEntry } from '../formats/posix-acl.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { type Names, ownerWords } from './owner-words.ts';
import { unitSetting } from './unit-setting.ts';

/** Docker's and containerd's sockets: who makes them how, how they are, and that only root and one group reach them. */
export const dockerSockets = {
  sockets,
  unit: unitFile('docker.socket'),
  acl: dockerSocketAcl,
  containerdDirectory: permissionsAt('/run/containerd'),
  guarded,
};

interface Given extends Names {
  readonly sockets: readonly DockerSocket[];
  readonly unit: EffectiveUnit | null;
  readonly acl: readonly AclEntry[];
  readonly containerdDirectory: Permissions | null;
}

/** Owner and group may read and write; nobody else may anything. */
const ALLOWED = 0o660;
/** The one socket whose access control list is read. */
const LISTED: Path = '/run/docker.sock';
const DIRECTORY_ALLOWED = 0o711;
const WRITE = 2;

/** Per socket one requirement on how it is made the next time and one on how it is now, each with its own wishes. */
function guarded(given: Given): readonly Requirement[] {
  return [
    ...given.sockets.flatMap((socket) => [...atBoot(given, socket), ...now(given, socket)]),
    ...listed(given),
    ...directory(given),
  ];
}

/** dockerd's own are right whenever it makes them. */
function atBoot(given: Given, { path, maker, made }: DockerSocket): readonly Requirement[] {
  if (maker === 'dockerd') return [];
  const { mode, user, group, evidence } = made;
  const about = {
    object: `boot:${path}`,
    statement: `${maker} makes ${path} for root and one group, and nobody else`,
    evidence,
    wishes: [],
  };
  const manual = (...steps: readonly string[]): readonly Requirement[] => [
    { ...about, verdict: 'manual', steps: [...steps, 'then plan again'] },
  ];
  const isRoots = user === 'root' || user === '0';
  if (maker === 'containerd') {
    const [source] = evidence;
    if (isRoots && group === '0') return [{ ...about, verdict: 'met' }];
    return manual(
      `set uid = 0 and gid = 0 below [grpc] in ${shellWord(source?.source ?? '')}: who reaches containerd is root, and no rule of Docker's holds there`,
      'systemctl restart containerd.service: running containers stay',
    );
  }
  if (gidOf(given, group) === null) {
    const says = `there is no group ${group}: docker.socket cannot start with it`;
    return [
      {
        ...about,
        evidence: [...evidence, { source: '/etc/group', says, wins: true }],
        verdict: 'manual',
        steps: [
          `groupadd --system ${shellWord(group)}, or name another one: systemctl edit docker.socket`,
          'then plan again',
        ],
      },
    ];
  }
  const excess = mode & ~ALLOWED & 0o7777;
  if (isRoots && excess === 0) return [{ ...about, verdict: 'met' }];
  const settings: readonly (readonly [string, string])[] = [
    ...(excess === 0 ? [] : ([['SocketMode', octal(mode & ALLOWED)]] as const)),
    ...(isRoots ? [] : ([['SocketUser', 'root']] as const)),
  ];
  const { unit } = given;
  const wishes = settings.map(([key, value]) =>
    unit === null ? null : unitSetting(unit, 'Socket', key, value),
  );
  if (wishes.every((wish): wish is Wish => wish !== null)) return [{ ...about, verdict: 'unmet', wishes }];
  const places = evidence.map(({ source, line, says }) => `${says} (${source}:${line ?? 1})`);
  return manual(
    `no drop-in would win over what is set: ${places.join(', ')}; correct it there to ${settings.map((each) => each.join('=')).join(', ')}`,
    'systemctl daemon-reload',
  );
}

function now(given: Given, { path, made, live }: DockerSocket): readonly Requirement[] {
  if (live === null) return [];
  const evidence: Evidence[] = [
    { source: path, says: ownerWords(live, given), wins: true },
    ...made.evidence.map((each) => ({ ...each, wins: false })),
  ];
  const about = {
    object: `socket:${path}`,
    statement: `${path} is open to root and to group ${made.group} only`,
    evidence,
    wishes: [],
  };
  if (live.type !== 'socket') {
    const says = `it is a ${live.type}, not a socket`;
    return [
      {
        ...about,
        verdict: 'manual',
        evidence: [{ source: path, says, wins: true }],
        steps: [
          `see what made it: ls -ld ${shellWord(path)}; a container that was to mount it while nobody listened leaves a directory`,
          'put it away and restart its maker: systemctl restart docker.socket docker.service',
        ],
      },
    ];
  }
  const gid = gidOf(given, made.group) ?? 0;
  const wish = (part: string, desired: number): Wish => ({ kind: 'entry', key: path, part, desired });
  const wishes = [
    ...((live.mode & ~ALLOWED & 0o7777) === 0 ? [] : [wish('mode', live.mode & ALLOWED)]),
    ...(live.uid === 0 ? [] : [wish('owner', 0)]),
    ...(live.gid === gid ? [] : [wish('group', gid)]),
  ];
  return [{ ...about, verdict: wishes.length === 0 ? 'met' : 'unmet', wishes }];
}

/** Who set an entry wanted somebody in: whether they may stay is a person's to say. */
function listed({ acl, sockets: all, users, groups }: Given): readonly Requirement[] {
  if (!all.some(({ path, live }) => path === LISTED && live !== null)) return [];
  const strangers = acl.filter(({ id, permissions }) => id !== 0 && (permissions & WRITE) !== 0);
  const names = strangers.map(({ type, id }) => {
    const name =
      type === 'user'
        ? users.find((each) => each.uid === id)?.name
        : groups.find((each) => each.gid === id)?.name;
    return `${type}:${name ?? id}`;
  });
  const about = {
    object: `acl:${LISTED}`,
    statement: `no access control list opens ${LISTED} to others`,
    wishes: [],
  };
  if (names.length === 0) {
    const says = 'its access control list lets nobody else write';
    return [{ ...about, verdict: 'met', evidence: [{ source: LISTED, says, wins: true }] }];
  }
  return [
    {
      ...about,
      verdict: 'manual',
      evidence: names.map((name) => ({
        source: LISTED,
        says: `its access control list lets ${name} write`,
        wins: true,
      })),
      steps: [
        ...names.map((name) => `setfacl -x ${shellWord(name)} ${LISTED}`),
        'find out what sets it when the socket is made: systemctl cat docker.socket docker.service',
      ],
    },
  ];
}

function directory({ containerdDirectory, ...names }: Given): readonly Requirement[] {
  if (containerdDirectory === null) return [];
  const { path, mode, uid } = containerdDirectory;
  const isRight = (mode & ~DIRECTORY_ALLOWED & 0o777) === 0 && uid === 0;
  const about = {
    object: `directory:${path}`,
    statement: `${path} can be passed through by others, and not listed or written to`,
    evidence: [{ source: path, says: ownerWords(containerdDirectory, names), wins: true }],
    wishes: [],
  };
  if (isRight) return [{ ...about, verdict: 'met' }];
  const steps = [`chown root:root ${path} && chmod 0711 ${path}: as containerd makes it when it starts`];
  return [{ ...about, verdict: 'manual', steps }];
}

/** Null where there is no such group. */
function gidOf({ groups }: Names, name: string): number | null {
  if (name === 'root') return 0;
  return groups.find((group) => group.name === name)?.gid ?? (/^\d+$/.test(name) ? Number(name) : null);
}
