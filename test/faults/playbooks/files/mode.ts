import { wishing } from '../../lab/wishing.ts';

/** Metadata alone, changed in place: chown(2) clears setuid and setgid, so there are states between. */
export default wishing('files/mode', [
  { kind: 'entry', key: '/etc/open.conf', part: 'mode', desired: 0o600 },
  { kind: 'entry', key: '/usr/bin/setuid', part: 'owner', desired: 0 },
  { kind: 'entry', key: '/usr/bin/setuid', part: 'group', desired: 4 },
  { kind: 'entry', key: '/usr/bin/setuid', part: 'mode', desired: 0o4750 },
  { kind: 'entry', key: '/etc/open.d', part: 'mode', desired: 0o700 },
]);
