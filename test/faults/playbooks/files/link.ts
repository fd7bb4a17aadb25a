import { wishing } from '../../lab/wishing.ts';

export default wishing('files/link', [
  { kind: 'entry', key: '/etc/new-link', desired: { link: '../usr/bin/new' } },
  { kind: 'entry', key: '/etc/old-link', desired: { link: '/usr/bin/new' } },
]);
