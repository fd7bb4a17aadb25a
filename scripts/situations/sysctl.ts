import type { Situation } from './situation.ts';

const BOOT = 'unit/facts/boot-settings.test.ts';
const REDIRECTS = 'cases/network/icmp-redirects/verdicts.test.ts';
const BASELINE = 'cases/network/network-sysctl-baseline/verdicts.test.ts';
const FORWARDING = 'cases/network/packet-forwarding/verdicts.test.ts';
const SETTINGS = 'src/facts/boot-settings.ts';

/** Who reads which file when, and what the kernel makes of it. */
export const sysctl: readonly Situation[] = [
  {
    host: 'the same file name in /etc/sysctl.d, in /run and in /usr/lib',
    right: 'only the first directory counts, also where it has a link to /dev/null',
    rule: 'an earlier directory hides the same name in later ones',
    test: [BOOT, 'systemd: later names win, an earlier directory hides, links to nothing hide too'],
    without: { file: 'src/facts/conf-files.ts', find: ' || byName.has(name)', replace: '' },
  },
  {
    host: '`/etc/sysctl.d/10-a.conf` and `/usr/local/lib/sysctl.d/60-d.conf` set one key',
    right: 'the second decides: files are sorted by name over all directories',
    rule: 'the order is that of base names, not of directories',
    test: [BOOT, 'systemd: later names win, an earlier directory hides, links to nothing hide too'],
    without: {
      file: 'src/facts/conf-files.ts',
      find: '    .sort(([a], [b]) => Buffer.compare(encodeHostText(a), encodeHostText(b)))\n',
      replace: '',
    },
  },
  {
    host: 'a line in /etc/sysctl.conf, which nothing in /etc/sysctl.d links to, with systemd',
    right: '`met`: systemd does not read that file, and the line is not touched',
    rule: 'systemd-sysctl reads drop-ins only',
    test: [FORWARDING, 'a foreign line is taken out, no other line and no other file'],
    without: {
      file: SETTINGS,
      find: '? bySystemd(sourced(files))',
      replace: '? bySystemd(sourced([...files, ...(sysctlConf === null ? [] : [sysctlConf])]))',
    },
  },
  {
    host: 'no systemd: a drop-in and /etc/sysctl.conf set one key',
    right: '/etc/sysctl.conf decides',
    rule: 'procps reads it after every drop-in',
    test: [BOOT, 'procps, where systemd is not: /etc/sysctl.conf comes last'],
    without: {
      file: SETTINGS,
      find: '[...files, ...(sysctlConf === null ? [] : [sysctlConf])]',
      replace: '[...(sysctlConf === null ? [] : [sysctlConf]), ...files]',
    },
  },
  {
    host: 'ufw is on, and its own sysctl.conf sets the key otherwise',
    right: '`manual` with file and line: no drop-in wins',
    rule: 'ufw applies its file when it starts, after the settings of the boot',
    test: [REDIRECTS, 'where no drop-in can win a person is told the line'],
    without: {
      file: SETTINGS,
      find: 'atUfwStart(key) ?? boot(key)',
      replace: 'boot(key) ?? atUfwStart(key)',
    },
  },
  {
    host: 'systemd-sysctl.service is masked',
    right: '`manual`: unmask it; a drop-in would change nothing',
    rule: 'where nobody applies files none is written',
    test: [REDIRECTS, 'where no drop-in can win a person is told the line'],
    without: {
      file: 'src/kit/sysctl-drop-in.ts',
      find: 'if (configuration.reader === null)',
      replace: 'if (configuration.files === undefined)',
    },
  },
  {
    host: 'a foreign drop-in that sorts behind `99-zz-holdfast-…`',
    right: '`unmet`: ours gets a name that sorts behind it',
    rule: 'the name is chosen so that the drop-in decides',
    test: [REDIRECTS, 'what it wishes for is enough: a foreign file sorts last'],
    without: {
      file: 'src/kit/sysctl-drop-in.ts',
      find: ', `/etc/sysctl.d/${last}_holdfast-${topic}.conf`];',
      replace: '].filter(() => last !== undefined) as readonly Path[];',
    },
  },
  {
    host: 'a foreign line names one interface, which beats every glob',
    right: '`unmet`, with a line for that interface beside the glob',
    rule: 'what would still be wrong gets a line of its own',
    test: [REDIRECTS, 'what it wishes for is enough: a foreign file names an interface'],
    without: {
      file: 'src/kit/sysctl-drop-in.ts',
      find: 'const keys = [...basic, ...explicit.filter((each) => !basic.includes(each))];',
      replace: 'const keys = explicit.length < 0 ? explicit : basic;',
    },
  },
  {
    host: 'an exclusion (`-net.…eth1.x`) or a plain key, and later a glob over it',
    right: 'the glob does not apply to them, however late it stands',
    rule: 'what is explicit wins over globs',
    test: [
      BOOT,
      'systemd: what is explicit wins over globs, an exclusion too, an equal line stays where it was',
    ],
    without: {
      file: SETTINGS,
      find: 'const explicit = isGlob(key) ? undefined : options.get(key);',
      replace: 'const explicit = isGlob(key) ? options.get(key) : undefined;',
    },
  },
  {
    host: 'one glob twice with the same value, and another glob in between',
    right: 'the glob in between decides',
    rule: 'an equal line stays where it was first read',
    test: [
      BOOT,
      'systemd: what is explicit wins over globs, an exclusion too, an equal line stays where it was',
    ],
    without: {
      file: SETTINGS,
      find: 'if (existing !== undefined && existing.value === value) continue;',
      replace: '',
    },
  },
  {
    host: '`send_redirects` is 0 in `all` and `default`, and 1 on docker0',
    right: '`unmet`: either suffices for the kernel to send',
    rule: 'every interface is looked at where the kernel takes either',
    test: [REDIRECTS, '0 in all does not stop an interface from sending'],
    without: {
      file: 'src/kit/sysctl.ts',
      find: 'holds((name) => live.get(name) ?? null, [...live.keys()])',
      replace: "holds((name) => live.get(name) ?? null, ['all', 'default'])",
    },
  },
  {
    host: '`rp_filter` is 2 in `all` and 1 on the interface',
    right: '`unmet` where it is to be strict: 2 counts',
    rule: 'of rp_filter the larger of both counts',
    test: [
      BASELINE,
      'a combination counts: all for martians and source routes, the larger for the reverse path',
    ],
    without: { file: 'src/kit/sysctl-combination.ts', find: 'Math.max(', replace: 'Math.min(' },
  },
  {
    host: 'two default routes, and a strict reverse path filter is wanted',
    right: 'the filter becomes loose (2): answers may leave by another way',
    rule: 'more than one way out keeps it from being strict',
    test: [BASELINE, 'answers may leave by another way, and the filter is loose: two default routes'],
    without: {
      file: 'src/kit/asymmetric-routing.ts',
      find: '...(defaults.length < 2',
      replace: '...(defaults.length < 9',
    },
  },
  {
    host: 'a macvlan network of Docker',
    right: 'the filter becomes loose (2): its containers are at the wire themselves',
    rule: 'a network beside the bridges is another way out',
    test: [BASELINE, 'answers may leave by another way, and the filter is loose: a macvlan network'],
    without: {
      file: 'src/kit/asymmetric-routing.ts',
      find: "['macvlan', 'ipvlan']",
      replace: "['ipvlan']",
    },
  },
  {
    host: "the host's IPv6 routes come from router advertisements, which are to be refused",
    right: '`manual`: a static address first, or `router-advertisements = accept`',
    rule: 'what IPv6 rests on is not taken away',
    test: [BASELINE, 'where IPv6 routes come from advertisements, a person decides'],
    without: {
      file: 'src/kit/router-advertisements.ts',
      find: 'if (used.length === 0) return refused;',
      replace: 'if (used.length >= 0) return refused;',
    },
  },
  {
    host: 'in a container /proc/sys is read-only',
    right: '`manual`: it is set on the machine outside',
    rule: 'what cannot be written here is not wished for',
    test: [BASELINE, 'in a container, what is read-only is set outside, and what is not is set here'],
    without: {
      file: 'src/kit/sysctl-read-only.ts',
      find: "!mount.options.includes('ro')",
      replace: "mount.options.includes('ro')",
    },
  },
  {
    host: 'a VPN beside Docker, and a foreign line turns IPv4 forwarding on',
    right: '`manual`: the line stays, for the VPN may need it',
    rule: 'a line that others may need is not taken out',
    test: [FORWARDING, 'a foreign line stays, and a person is told which: a VPN needs it, too'],
    without: {
      file: 'src/kit/forwarding.ts',
      find: "if (others.length > 0) return `${others.join(', ')} may need it, too`;",
      replace: '',
    },
  },
];
