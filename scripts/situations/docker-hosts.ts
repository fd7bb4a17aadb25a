import type { Situation } from './situation.ts';

const FORWARDING = 'cases/network/packet-forwarding/verdicts.test.ts';
const NETWORKS = 'unit/guards/container-networks.test.ts';
const STORAGE = 'unit/guards/container-storage.test.ts';
const NO_WISH = 'no wish turns forwarding off or on where Docker has bridges, and none uses a glob';

/** Four things that benchmarks for other hosts ask for, and that end containers. */
export const dockerHosts: readonly Situation[] = [
  {
    host: 'Docker is installed, and IPv4 forwarding is to be 0 as on any other host',
    right: 'no wish turns it off',
    rule: 'a host with Docker forwards for containers',
    test: [FORWARDING, NO_WISH],
    without: {
      file: 'src/kit/forwarding-role.ts',
      find: 'if (directories.length > 0 || daemon.command !== null) {',
      replace: 'if (directories.length < 0) {',
    },
  },
  {
    host: 'the policy says `forwarding = off`, and Docker has bridges',
    right: 'no wish turns it off, all the same',
    rule: 'off is meant for hosts without bridges of Docker',
    test: [FORWARDING, NO_WISH],
    without: {
      file: 'src/kit/forwarding-role.ts',
      find: "  if (how === 'router') {",
      replace: "  if (how === 'off') return { name: 'host', evidence: [] };\n  if (how === 'router') {",
    },
  },
  {
    host: '`"bridge": "none"`, and dockerd is down, so that other networks of it are not known',
    right: 'no wish turns it off: it may have networks',
    rule: 'what is not known is taken to be there',
    test: [FORWARDING, NO_WISH],
    without: {
      file: 'src/kit/forwarding-role.ts',
      find: 'if (networks === null || networks.some(',
      replace: 'if (networks?.some(',
    },
  },
  {
    host: 'a foreign file sets `ip_forward = 0`, and dockerd turns it on again',
    right: '`met`, and told; the line is neither copied nor taken out',
    rule: 'only lines that turn it on are taken out',
    test: [FORWARDING, 'a foreign 0 loses to dockerd, and is neither wished for nor taken out'],
    without: {
      file: 'src/kit/persisted-forwarding.ts',
      find: "lines: lines.filter(({ value }) => value !== '0')",
      replace: 'lines',
    },
  },
  {
    host: 'whoever plans it: `net.ipv4.ip_forward` would be 0 while dockerd runs',
    right: 'refused by `container-networks`',
    rule: 'forwarding is not turned off under a running dockerd',
    test: [NETWORKS, 'forwarding is not turned off under a running dockerd'],
    without: {
      file: 'src/guards/container-networks.ts',
      find: "if (before.live?.[PATH] === '0' || after.live?.[PATH] !== '0') return [];",
      replace: "if (before.live?.[PATH] !== '0' || after.live?.[PATH] !== '0') return [];",
    },
  },
  {
    host: 'daemon.json puts a certificate below the data root, open to all',
    right: '`manual`: move it out; nothing below the data is changed',
    rule: "no mode and no owner is changed below Docker's data",
    test: [
      'cases/files/docker-file-permissions/verdicts.test.ts',
      "below Docker's data nothing is changed, whatever names it",
    ],
    without: {
      file: 'src/kit/file-permissions.ts',
      find: 'if (root !== undefined)\n',
      replace: 'if (root === null)\n',
    },
  },
  {
    host: '/var/lib/docker is a link to /data, and a certificate is named below /data',
    right: '`manual`, too: it is the same directory',
    rule: 'the data root is known by its own path and by where it leads',
    test: [
      'cases/files/docker-file-permissions/verdicts.test.ts',
      "below Docker's data nothing is changed, whatever names it",
    ],
    without: {
      file: 'src/kit/file-permissions.ts',
      find: '[named, real].some((each) => isBelow(path, each))',
      replace: '[named].some((each) => isBelow(path, each))',
    },
  },
  {
    host: 'a search for files that all may write to, over layers of images and the network',
    right: "find(1) is told never to enter Docker's data",
    rule: 'the data roots are pruned from the search',
    test: [
      'cases/files/system-file-permissions/verdicts.test.ts',
      "a search begins at local file systems, each once, and never enters Docker's data or the network",
    ],
    without: {
      file: 'src/facts/loose-files.ts',
      find: '    ...pruned,\n',
      replace: '    ...pruned.slice(0, 0),\n',
    },
  },
  {
    host: 'the data root is a mount of its own, at which the search would begin',
    right: 'the search does not begin there',
    rule: 'no search begins within the data',
    test: [
      'cases/files/system-file-permissions/verdicts.test.ts',
      "a search begins at local file systems, each once, and never enters Docker's data or the network",
    ],
    without: {
      file: 'src/facts/loose-files.ts',
      find: '.filter(({ target }) => !isData(target))',
      replace: '.filter(({ target }) => !isData(`${target}?`))',
    },
  },
  {
    host: 'AIDE watches everything, also layers and volumes',
    right: '`manual`: a rule that leaves out just the data roots',
    rule: 'what containers write is not recorded as what is meant to be',
    test: [
      'cases/files/file-integrity-monitoring/verdicts.test.ts',
      'as Debian leaves it: everything is watched, also what containers write',
    ],
    without: {
      file: 'src/kit/file-integrity.ts',
      find: 'if (!inside.selected) return {',
      replace: 'if (inside.selected) return {',
    },
  },
  {
    host: 'whoever plans it: a file below the data of Docker or containerd',
    right: 'refused by `container-storage`',
    rule: 'nobody writes below the data roots',
    test: [STORAGE, "nothing below Docker's data or containerd's is changed, by whatever name"],
    without: {
      file: 'src/guards/container-storage.ts',
      find: 'if (root !== undefined) refusals.push(',
      replace: 'if (root === null) refusals.push(',
    },
  },
  {
    host: 'a candidate for a table of ours that flushes the ruleset, or deletes a table of others',
    right: 'refused, `candidate-invalid`',
    rule: 'a table is just that table',
    test: ['laws/kind.test.ts', 'a candidate for a table speaks of that table and of nothing else'],
    without: {
      file: 'src/kinds/nft-table.ts',
      find: 'return isJust && !/^\\s*(?:flush|delete|include)\\b/m.test(text) ? null : ',
      replace: 'return isJust ? null : ',
    },
  },
  {
    host: 'our table is there already and is to be replaced',
    right: '`delete table` and the new one in one transaction; nothing is flushed',
    rule: 'a table is replaced by itself',
    test: [
      'cases/network/host-firewall-ranges/round-trip.test.ts',
      'on the overlay the plan makes it met, at boot and now, whatever is asked for',
    ],
    without: {
      file: 'src/formats/nft-replacement.ts',
      find: 'return `table ${table}\\ndelete table ${table}\\n',
      replace: 'return `flush ruleset\\n',
    },
  },
  {
    host: 'a person is told how to drop what Docker does not',
    right: 'a table of their own that replaces itself; no command flushes or sets FORWARD for good',
    rule: "advice leaves Docker's tables alone, too",
    test: [FORWARDING, 'it drops now, and will not after a reboot: dockerd is with nftables'],
    without: {
      file: 'src/kit/forward-drop.ts',
      find: "  'delete table inet forward_guard',\n",
      replace: "  'flush ruleset',\n",
    },
  },
  {
    host: 'whoever plans it: a file that the boot loads would flush all tables',
    right: 'refused by `container-networks`, with the line',
    rule: "no file flushes Docker's tables that did not before",
    test: [NETWORKS, "no file flushes Docker's tables that did not before"],
    without: {
      file: 'src/guards/container-networks.ts',
      find: 'filter(({ source }) => !known.includes(source))',
      replace: 'filter(({ source }) => known.includes(source) && source.length === 0)',
    },
  },
  {
    host: 'whoever plans it: modprobe.d with `install overlay /bin/false`, as benchmarks have it',
    right: 'refused by `container-storage`: no container would start after the next boot',
    rule: 'overlay can be loaded as before',
    test: [STORAGE, 'overlay can be loaded as before, in whatever words it would be switched off'],
    without: {
      file: 'src/guards/container-storage.ts',
      find: 'if ((await now(dockerData)).length > 0) refusals.push(',
      replace: 'if ((await now(dockerData)).length < 0) refusals.push(',
    },
  },
  {
    host: 'the data root is vfat',
    right: '`manual`: overlay2 cannot stand on it',
    rule: 'the file system is one for overlay',
    test: [
      'cases/storage/docker-data-filesystem/file-systems.test.ts',
      'a file system that overlay2 cannot stand on, and a loop file',
    ],
    without: {
      file: 'src/kit/docker-data.ts',
      find: '...(FIT.includes(type) || ',
      replace: "...(type !== '' || FIT.includes(type) || ",
    },
  },
  {
    host: 'automatic upgrades take docker.io, containerd and runc along',
    right: '`unmet`: they are left out, for an upgrade restarts containers',
    rule: 'what containers run with is upgraded by a person',
    test: [
      'cases/software/host-security-updates/verdicts.test.ts',
      'the engine, containerd and runc are left out of automatic upgrades, which would restart containers',
    ],
    without: {
      file: 'src/kit/keeps-containers.ts',
      find: 'return [...held, aptRequirement(',
      replace: 'return [...held.slice(0, 0), aptRequirement(',
    },
  },
  {
    host: 'a list of services to stop has docker.socket in it',
    right: '`manual`: take it out of the list; nothing of Docker is stopped',
    rule: 'what runs containers is not stopped, whatever a list says',
    test: [
      'cases/software/unneeded-services/verdicts.test.ts',
      'docker.socket is never stopped, whatever the list says',
    ],
    without: { file: 'src/facts/is-kept-service.ts', find: '|docker|', replace: '|' },
  },
];
