import type { BuiltIn } from './built-in.ts';
import { program } from './program.ts';
import { publishedPort } from './published-port.ts';
import { sshPort } from './ssh-port.ts';

/** The destination is in hexadecimal (proc(5)). The kernel's own unreachable default of IPv6 is on lo, and is none. */
const IPV4_DEFAULT = '^[^[:space:]]+[[:space:]]00000000[[:space:]]';
const IPV6_DEFAULT = '^0{32} 00 .* ([^l ][^ ]*|l[^o ][^ ]*|lo[^ ]+)$';

/** None asks another machine anything, or leaves a line in a log but sshd's. */
export const builtInProbes: readonly BuiltIn[] = [
  publishedPort,
  sshPort,
  program('IPv4 default route', ['/usr/bin/grep', '-qE', IPV4_DEFAULT, '/proc/net/route']),
  program('IPv6 default route', ['/usr/bin/grep', '-qE', IPV6_DEFAULT, '/proc/net/ipv6_route']),
  program('name resolution', ['/usr/bin/getent', 'hosts', 'localhost']),
  program('accounts', ['/usr/bin/getent', 'passwd', 'root']),
  program('sudo', ['/usr/sbin/visudo', '-cq']),
];
