import { wishing } from '../../lab/wishing.ts';

export default wishing('files/second', [
  { kind: 'entry', key: '/etc/sysctl.d/60-shared.conf', part: 'sysctl:kernel.kptr_restrict', desired: '2' },
  { kind: 'entry', key: '/etc/sysctl.d/60-shared.conf', part: 'mode', desired: 0o600 },
]);
