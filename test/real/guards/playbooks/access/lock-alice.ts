import { wishing } from '../../../../faults/lab/wishing.ts';

export default wishing('access/lock-alice', [
  { kind: 'entry', key: '/etc/shadow', part: 'shadow:alice/password', desired: '!' },
]);
