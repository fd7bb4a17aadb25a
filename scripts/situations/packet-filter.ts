import type { Situation } from './situation.ts';

const INPUT = 'cases/network/host-firewall-ranges/verdicts.test.ts';
const ROUND_TRIP = 'cases/network/host-firewall-ranges/round-trip.test.ts';
const PUBLISHED = 'cases/network/published-port-exposure/verdicts.test.ts';
const FORWARDING = 'cases/network/packet-forwarding/verdicts.test.ts';
const ADMITS = 'src/formats/nft-admits.ts';

/** Whose rules a packet meets, at which hook, now and after a reboot. */
export const packetFilter: readonly Situation[] = [
  {
    host: 'the ruleset in the kernel is right, and nftables.service is not enabled',
    right: '`unmet`: gone after a reboot',
    rule: 'files count that an enabled unit loads',
    test: [INPUT, 'now and at boot are judged apart'],
    without: {
      file: 'src/facts/boot-packet-filter.ts',
      find: ' || (await use(enabledBy(name))) === null',
      replace: ' || (await use(enabledBy(name))) === undefined',
    },
  },
  {
    host: 'the files are right, and the kernel has no rules',
    right: '`unmet`: not loaded now',
    rule: 'what is loaded is judged besides',
    test: [INPUT, 'now and at boot are judged apart'],
    without: {
      file: 'src/kit/firewall.ts',
      find: 'given.live === null ? [] : filterBreaches(given.live, allowed, marks)',
      replace: 'given.live === null ? [] : filterBreaches(given.boot, allowed, marks)',
    },
  },
  {
    host: 'good tables, and a later file that begins with `flush ruleset`',
    right: '`unmet` after a reboot: nothing is left of them',
    rule: 'a flush takes all that was read before',
    test: [INPUT, 'files that are included, variables and sets of their own are read'],
    without: {
      file: 'src/formats/nft-ruleset.ts',
      find: 'if (of === undefined || key.startsWith(`${of} `)) tables.delete(key);',
      replace: 'if (of !== undefined && key.startsWith(`${of} `)) tables.delete(key);',
    },
  },
  {
    host: '`policy drop` for IPv4 only (`table ip`)',
    right: '`unmet`: IPv6 lets all in',
    rule: 'a filter is tried with packets of both families',
    test: [INPUT, 'what lets in more than is asked for is found, at boot as well as now'],
    without: {
      file: 'src/kit/filter-breaches.ts',
      find: 'for (const family of [4, 6] as const) {',
      replace: 'for (const family of [4] as const) {',
    },
  },
  {
    host: '`limit rate 5/second accept` before the good rules',
    right: '`unmet`: five a second get in',
    rule: 'an acceptance in doubt accepts',
    test: [INPUT, 'what lets in more than is asked for is found, at boot as well as now'],
    without: {
      file: ADMITS,
      find: 'const taken = isMost ? possible : sure;',
      replace: 'const taken = isMost ? sure : possible;',
    },
  },
  {
    host: 'two tables, of which one accepts what the other drops',
    right: '`met`: what one chain accepts another may still drop',
    rule: 'at a hook every base chain must accept',
    test: [INPUT, 'what lets in more than is asked for is found, at boot as well as now'],
    without: {
      file: ADMITS,
      find: 'from = union(accepted, byPolicy);',
      replace: 'from = union(from, accepted, byPolicy);',
    },
  },
  {
    host: 'ufw makes the filter',
    right: '`manual`, with commands for ufw; no second manager beside it',
    rule: 'one manager only: what another makes is changed by its own tool',
    test: [INPUT, "where ufw makes the filter, its own files are judged, and it is a person's to change"],
    without: {
      file: 'src/kit/firewall.ts',
      find: "name === 'ufw' || name === 'firewalld'",
      replace: "name === 'firewalld'",
    },
  },
  {
    host: 'firewalld makes the filter, whose files say something else than what it has loaded',
    right: '`met` by what is loaded, else `manual` with commands for firewalld',
    rule: 'of firewalld the kernel is asked, not files',
    test: [INPUT, "where firewalld makes the filter, it is a person's to change, with commands for it"],
    without: {
      file: 'src/kit/firewall.ts',
      find: 'return isFirewalld && given.live !== null ? [] : atBoot;',
      replace: 'return isFirewalld && given.live === null ? [] : atBoot;',
    },
  },
  {
    host: "Debian's nftables.service flushes every table when it is reloaded",
    right: 'a drop-in has it load ours again',
    rule: 'our table comes back after every flush',
    test: [INPUT, 'a host as it is installed lets everything in'],
    without: {
      file: 'src/kit/nft-wishes.ts',
      find: "    { kind: 'entry', key: DROP_IN, part: 'text', desired: again, effects },\n",
      replace: '',
    },
  },
  {
    host: 'a table that drops is put in while sessions are open',
    right: 'what is established is accepted first',
    rule: 'answers and open sessions come before any drop',
    test: [ROUND_TRIP, 'what a host cannot do without is let in before anything is dropped'],
    without: {
      file: 'src/kit/input-table.ts',
      find: "    'ct state established,related accept',\n",
      replace: '',
    },
  },
  {
    host: 'docker-proxy listens for a published port on the host itself',
    right: 'our table lets it in: it is no service of the host that somebody forgot',
    rule: 'what Docker publishes by a program of its own stays open at INPUT',
    test: [
      INPUT,
      'what Docker publishes by a program of its own stays open, and what listens and is not named is told',
    ],
    without: {
      file: 'src/kit/firewall.ts',
      find: 'const open = [...ssh, ...named, ...proxied];',
      replace: 'const open = [...ssh, ...named, ...proxied.slice(0, 0)];',
    },
  },
  {
    host: '`policy drop` at INPUT, and containers publish ports',
    right: '`unmet`: what Docker passes on never comes to INPUT',
    rule: 'a packet for a container is tried at FORWARD',
    test: [PUBLISHED, 'a chain at INPUT never sees what Docker passes on'],
    without: {
      file: ADMITS,
      find: "packet.out === null ? 'input' : 'forward'",
      replace: "packet.out === '' ? 'forward' : 'input'",
    },
  },
  {
    host: 'a rule at FORWARD, and docker-proxy takes the port itself',
    right: '`unmet` for that port: it goes another way',
    rule: "what Docker's own program takes is tried at INPUT, too",
    test: [PUBLISHED, "what Docker's own program takes goes another way than what Docker passes on"],
    without: {
      file: 'src/kit/published-ports.ts',
      find: 'const outs = proxied ? [...OUTS, null] : OUTS;',
      replace: 'const outs = proxied ? OUTS : OUTS;',
    },
  },
  {
    host: 'port 8080 of the host is port 80 of the container',
    right: 'the table drops by the port that was asked for, 8080',
    rule: 'after Docker has changed it, conntrack knows the original port',
    test: [
      PUBLISHED,
      'what Docker passes on is dropped by the port it was sent to, before any container, now and later',
    ],
    without: {
      file: 'src/kit/published-table.ts',
      find: 'ct original proto-dst`',
      replace: 'th dport`',
    },
  },
  {
    host: 'the uplink of the host is called br-lan, like a bridge of Docker',
    right: "`manual`: another name first; what comes in by it would be taken for a container's",
    rule: 'names by which containers are known must not be those of wires',
    test: [PUBLISHED, 'an uplink with a name like one of Docker keeps a table from being trusted'],
    without: {
      file: 'src/kit/published-ports.ts',
      find: 'if (uplink !== undefined)',
      replace: 'if (uplink === null)',
    },
  },
  {
    host: 'dockerd with `--iptables=false`, and FORWARD drops now',
    right: '`manual`: nothing will drop after a reboot',
    rule: "dockerd sets FORWARD's policy only where it makes rules",
    test: [FORWARDING, 'it drops now, and will not after a reboot: dockerd is told to make no rules'],
    without: {
      file: 'src/kit/forward-drop.ts',
      find: "    ...is('iptables', false),\n",
      replace: '',
    },
  },
];
