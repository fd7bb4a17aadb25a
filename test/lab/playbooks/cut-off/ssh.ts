import { wishing } from '../../../faults/lab/wishing.ts';

/** A configuration that sshd takes, and that admits nobody. */
export default wishing('cut-off/ssh', [
  {
    kind: 'entry',
    key: '/etc/ssh/sshd_config.d/00-cut-off.conf',
    desired: { text: 'AllowUsers nobody-at-all\n', mode: 0o600, uid: 0, gid: 0 },
    effects: [{ do: 'reload', unit: 'ssh.service' }],
  },
]);
