import { wishing } from '../../lab/wishing.ts';

export default wishing('files/remove', [
  { kind: 'entry', key: '/etc/old.d/old.conf', desired: null },
  { kind: 'entry', key: '/etc/old.d', desired: null },
  { kind: 'entry', key: '/etc/old-link', desired: null },
]);
