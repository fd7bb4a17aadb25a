import { accounts } from './accounts.ts';
import { audit } from './audit.ts';
import { dockerHosts } from './docker-hosts.ts';
import { dockerd } from './dockerd.ts';
import { lockOuts } from './lock-outs.ts';
import { modes } from './modes.ts';
import { mounts } from './mounts.ts';
import { otherFiles } from './other-files.ts';
import { packetFilter } from './packet-filter.ts';
import { shells } from './shells.ts';
import type { Situation } from './situation.ts';
import { sshd } from './sshd.ts';
import { sudoers } from './sudoers.ts';
import { sysctl } from './sysctl.ts';
import { units } from './units.ts';

/** All of them by area, in the order of the page; M1 to M11 are the mechanisms of the catalogue of controls. */
export const situations: ReadonlyMap<string, readonly Situation[]> = new Map([
  ['Lock-outs', lockOuts],
  ['Docker hosts', dockerHosts],
  ['M1 Kernel settings', sysctl],
  ['M2 sudoers', sudoers],
  ['M3 sshd', sshd],
  ['M4 Audit', audit],
  ["M5 dockerd's configuration", dockerd],
  ['M6 Services and unit files', units],
  ['M7 Mounts', mounts],
  ['M8 Owners and modes', modes],
  ['M9 Accounts', accounts],
  ['M10 Packet filter', packetFilter],
  ['M11 Shell profiles', shells],
  ['apt, dpkg and logs', otherFiles],
]);
