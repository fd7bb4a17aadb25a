import { wishing } from '../../../../faults/lab/wishing.ts';

export default wishing('access/no-shell-for-app', [
  { kind: 'entry', key: '/etc/passwd', part: 'passwd:app/shell', desired: '/usr/sbin/nologin' },
]);
