import type { Situation } from './situation.ts';

const SOCKET = 'cases/files/docker-socket-permissions/verdicts.test.ts';
const SERVICES = 'cases/software/unneeded-services/verdicts.test.ts';
const UNIT = 'unit/facts/unit-file.test.ts';

/** Drop-ins, masks, links and what else starts a unit. */
export const units: readonly Situation[] = [
  {
    host: 'a drop-in of docker.socket says `SocketMode=` with nothing behind it',
    right: '`unmet`: systemd then takes 0666, not what was said before',
    rule: 'an empty value resets the key',
    test: [SOCKET, 'without SocketMode systemd lets everybody in'],
    without: {
      file: 'src/facts/unit-file.ts',
      find: "all.findLastIndex((each) => each.value === '')",
      replace: "all.findLastIndex((each) => each.value === ' ')",
    },
  },
  {
    host: 'a drop-in says `SocketMode=rw`',
    right: '`met`: systemd passes over what is no mode, and keeps what was said before',
    rule: 'a value that systemd cannot read says nothing',
    test: [SOCKET, 'what systemd cannot read as a mode it passes over'],
    without: {
      file: 'src/facts/docker-sockets.ts',
      find: '/^0*[0-7]{1,4}$/',
      replace: '/./',
    },
  },
  {
    host: 'a drop-in of somebody else sorts behind `50-holdfast.conf`',
    right: '`unmet`: ours gets a name that sorts last',
    rule: 'the drop-in has a name by which it decides',
    test: [SOCKET, 'a later file that overrides: a drop-in sorts after 50-holdfast.conf'],
    without: {
      file: 'src/kit/unit-setting.ts',
      find: '!isAfter(hostPath.name(by), each)',
      replace: "by !== ''",
    },
  },
  {
    host: 'a drop-in for all sockets below /run sorts behind everything of ours',
    right: '`manual` with file and line: no drop-in would win',
    rule: "only the administrator's own files are set right",
    test: [SOCKET, 'a later file that overrides: one for all sockets sorts after all of ours'],
    without: {
      file: 'src/kit/unit-setting.ts',
      find: 'by.startsWith(OWN) ? by : null',
      replace: 'by',
    },
  },
  {
    host: 'docker.socket names a group that does not exist',
    right: '`manual`: docker.socket would not start at all',
    rule: 'a group is looked up before anything is judged by it',
    test: [SOCKET, 'a group that does not exist: docker.socket would not start at all'],
    without: {
      file: 'src/kit/docker-sockets.ts',
      find: 'if (gidOf(given, group) === null) {',
      replace: 'if (gidOf(given, group) === undefined) {',
    },
  },
  {
    host: 'a unit has links that enable it, and a mask in /etc above the file in /usr/lib',
    right: '`met`: masked is off',
    rule: 'the highest directory has the unit',
    test: [SERVICES, 'masked by somebody else is off, whatever links there are'],
    without: {
      file: 'src/facts/unit-file.ts',
      find: 'for (const directory of UNIT_PATH) {',
      replace: 'for (const directory of UNIT_PATH.toReversed()) {',
    },
  },
  {
    host: 'a unit file in /etc that is empty',
    right: 'masked, as by a link to /dev/null',
    rule: 'an empty file masks',
    test: [UNIT, 'masked, aliased, missing'],
    without: {
      file: 'src/facts/unit-file.ts',
      find: 'target: status.size === 0 ? null : fragment',
      replace: 'target: fragment',
    },
  },
  {
    host: 'a unit under an alias, with drop-ins of the name behind it',
    right: 'the drop-ins of both names count',
    rule: 'drop-ins are looked for under every name of a unit',
    test: [UNIT, 'masked, aliased, missing'],
    without: {
      file: 'src/facts/unit-file.ts',
      find: '...(template === null ? [] : [template]), behind])]',
      replace: '...(template === null ? [] : [template]), ...(behind === null ? [behind] : [])])]',
    },
  },
  {
    host: 'cups.service is disabled, cups.socket is not',
    right: '`unmet`: the socket starts it',
    rule: 'a service is off when all its units are',
    test: [SERVICES, 'a socket alone starts the service: it is not enough that the service is disabled'],
    without: {
      file: 'src/facts/known-services.ts',
      find: "'cups.path', 'cups.socket', ",
      replace: '',
    },
  },
  {
    host: 'nothing enables avahi-daemon but the name by which D-Bus starts it',
    right: '`unmet`: that link is taken away',
    rule: 'an alias is a way to start a unit',
    test: [SERVICES, 'a name by which D-Bus starts it is a way to start it'],
    without: {
      file: 'src/facts/unit-links.ts',
      find: 'if (behind !== null) add(',
      replace: "if (behind === '') add(",
    },
  },
  {
    host: "the distribution's own link in /usr/lib starts a unit",
    right: '`unmet`: a mask in /etc; the link of the package stays',
    rule: 'what belongs to packages is out-voted, not removed',
    test: [SERVICES, "the distribution's own link is out-voted by a mask, not taken away"],
    without: {
      file: 'src/kit/unneeded-services.ts',
      find: 'links.some(({ path }) => !path.startsWith(`${OWN}/`))',
      replace: "links.some(({ path }) => path === '')",
    },
  },
  {
    host: 'a unit is to be masked, and where the mask would go is a file of the administrator',
    right: '`manual`: the file is not replaced',
    rule: 'a mask never goes over a file',
    test: [SERVICES, 'masked if somebody wants that, but never over a file'],
    without: {
      file: 'src/kit/unneeded-services.ts',
      find: 'return isMasking && unit.fragment === `${OWN}/${unit.name}`;',
      replace: "return isMasking && unit.fragment === '/';",
    },
  },
  {
    host: 'rpcbind is not needed, and nfs-server, which is enabled, wants it',
    right: '`manual`: decide about nfs-server first',
    rule: 'what a unit that starts at boot needs stays',
    test: [SERVICES, 'a unit that starts at boot and needs it keeps it; one that goes as well does not'],
    without: {
      file: 'src/kit/unneeded-services.ts',
      find: '...neededBy.map(({ unit }) => `${unit} needs it or wants it',
      replace: '...neededBy.slice(0, 0).map(({ unit }) => `${unit} needs it or wants it',
    },
  },
  {
    host: 'no unit needs rpcbind, and a volume of Docker is on NFS 3',
    right: '`manual`: it is in use, with the volume',
    rule: 'what containers mount counts as use',
    test: [SERVICES, 'a volume of Docker on NFS keeps rpcbind'],
    without: {
      file: 'src/kit/unneeded-services.ts',
      find: '...uses.map(({ source, says }) =>',
      replace: '...uses.slice(0, 0).map(({ source, says }) =>',
    },
  },
];
