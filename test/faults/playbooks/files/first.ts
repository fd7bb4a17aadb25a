import { wishing } from '../../lab/wishing.ts';

export default wishing('files/first', [
  {
    kind: 'entry',
    key: '/etc/sysctl.d/60-shared.conf',
    part: 'sysctl:net.ipv4.tcp_syncookies',
    desired: '1',
  },
]);
