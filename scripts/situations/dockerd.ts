import type { Situation } from './situation.ts';

const STARTS = 'unit/guards/dockerd-starts.test.ts';
const CONFLICTS = 'unit/formats/docker-conflicts.test.ts';
const FACTS = 'unit/facts/docker-facts.test.ts';
const ON_A_HOST = 'cases/accounts/docker-group-members/on-a-host.test.ts';

/** Flags, daemon.json, the unit and its environment: who of them is asked, and when they contradict. */
export const dockerd: readonly Situation[] = [
  {
    host: 'an option is a flag of docker.service, and a plan puts it into daemon.json with the same value',
    right: 'refused by `dockerd-starts`, with both places',
    rule: 'dockerd does not start where both say something of an option',
    test: [STARTS, 'an option both among the flags and in the file is refused, with both places'],
    without: {
      file: 'src/facts/docker-start-problems.ts',
      find: 'if (file !== null && conflicts.length > 0) {',
      replace: 'if (file !== null && conflicts.length < 0) {',
    },
  },
  {
    host: 'dockerd does not start by what is there already, and another key is planned',
    right: 'not refused: nothing is lost',
    rule: 'only what starts now can be broken',
    test: [STARTS, 'what dockerd would take is not refused, nor what it does not take now either'],
    without: {
      file: 'src/guards/dockerd-starts.ts',
      find: 'if (known.length > 0) return [];',
      replace: 'if (known.length < 0) return [];',
    },
  },
  {
    host: 'a flag `--label`, and `labels` in the file',
    right: 'a conflict: they are one option',
    rule: 'options that take lists have plural names in the file',
    test: [CONFLICTS, 'options among the flags and in the file'],
    without: {
      file: 'src/formats/docker-conflicts.ts',
      find: '[flag, `${flag}s`]',
      replace: '[flag]',
    },
  },
  {
    host: 'the stock unit has `-H fd://`, and `hosts` is in the file',
    right: 'a conflict, also as `-Hfd://`',
    rule: 'short flags are options, too',
    test: [CONFLICTS, 'options among the flags and in the file'],
    without: { file: 'src/formats/docker-conflicts.ts', find: "  H: 'hosts',\n", replace: '' },
  },
  {
    host: 'dockerd runs with another data root than its unit has come to say',
    right: "the running daemon's flags count",
    rule: 'the command line of the process is the truth',
    test: [FACTS, "the running daemon's flags are the truth, a container's daemon is not the host's"],
    without: {
      file: 'src/facts/docker-daemon.ts',
      find: '(await fromProcess(use, unit?.argv[0])) ?? unit',
      replace: 'unit ?? (await fromProcess(use, undefined))',
    },
  },
  {
    host: 'a dockerd runs in a container, as root',
    right: "the host's own counts: the program of its unit",
    rule: 'a process counts only with the program of the unit',
    test: [FACTS, "the running daemon's flags are the truth, a container's daemon is not the host's"],
    without: {
      file: 'src/facts/docker-daemon.ts',
      find: 'program === undefined || argv[0] === program',
      replace: "program === undefined || argv[0] !== ''",
    },
  },
  {
    host: '`--config-file=/etc/d.json` among the flags, and a daemon.json',
    right: 'only the named file counts',
    rule: 'a flag says which file is read',
    test: [FACTS, 'another configuration file is read where a flag names it'],
    without: {
      file: 'src/facts/docker-daemon.ts',
      find: "flag === undefined ? '/etc/docker/daemon.json'",
      replace: "flag !== null ? '/etc/docker/daemon.json'",
    },
  },
  {
    host: 'a key twice in daemon.json',
    right: 'refused, `malformed`, with its line: parsers and dockerd read it differently',
    rule: 'JSON with a doubled key is not guessed',
    test: [
      'unit/formats/daemon-json.test.ts',
      'what daemons and parsers read differently is refused with its line',
    ],
    without: {
      file: 'src/formats/json-tree.ts',
      find: 'if (seen.has(key)) fail(',
      replace: 'if (seen.has(`${key} `)) fail(',
    },
  },
  {
    host: '`{"group": "ops"}` in daemon.json, and the socket comes from systemd (`-H fd://`)',
    right: 'the group of docker.socket can reach it, and `ops` cannot',
    rule: 'a socket that is handed over has the group of its unit',
    test: [
      ON_A_HOST,
      'a socket that systemd hands over has the group of docker.socket, whatever daemon.json says',
    ],
    without: {
      file: 'src/facts/docker-group.ts',
      find: '...(ownSocket || !handedOver ? ',
      replace: '...(ownSocket || handedOver ? ',
    },
  },
  {
    host: "Debian's /etc/default/docker has `DOCKER_OPTS=--group=ops`",
    right: 'members of `ops` can reach the socket',
    rule: "the files of a unit's environment are part of its command",
    test: [ON_A_HOST, 'an image is judged by its files alone'],
    without: {
      file: 'src/facts/unit-environment.ts',
      find: "for (const file of unit.values('Service', 'EnvironmentFile')) {",
      replace: "for (const file of unit.values('Service', 'EnvironmentFiles')) {",
    },
  },
];
