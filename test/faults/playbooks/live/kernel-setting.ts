import { wishing } from '../../lab/wishing.ts';

/** For the next boot, and now on every interface. */
export default wishing('live/kernel-setting', [
  {
    kind: 'entry',
    key: '/etc/sysctl.d/60-faults.conf',
    part: 'sysctl:net.ipv4.conf.*.send_redirects',
    desired: '0',
  },
  { kind: 'kernel-setting', key: 'net.ipv4.conf.*.send_redirects', desired: '0' },
]);
