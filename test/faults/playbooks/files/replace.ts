import { wishing } from '../../lab/wishing.ts';

/** Other content under an owner, a mode, an ACL and attributes that stay; and all of it at once. */
export default wishing('files/replace', [
  { kind: 'entry', key: '/etc/kept.conf', part: 'text', desired: 'replaced\n' },
  { kind: 'entry', key: '/etc/whole.conf', desired: { text: 'other\n', mode: 0o600, uid: 0, gid: 0 } },
]);
