import { wishing } from '../../lab/wishing.ts';

/** A file in a directory that is there, and one in directories that have to be made first. */
export default wishing('files/create', [
  { kind: 'entry', key: '/etc/new.conf', desired: { text: 'new\n', mode: 0o640, uid: 0, gid: 8 } },
  { kind: 'entry', key: '/etc/app/conf.d/new.conf', part: 'text', desired: 'also new\n' },
]);
