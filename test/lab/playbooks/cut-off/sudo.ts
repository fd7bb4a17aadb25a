import { wishing } from '../../../faults/lab/wishing.ts';

/** Rules that sudo takes, and that let nobody do anything: the last word counts. */
export default wishing('cut-off/sudo', [
  {
    kind: 'entry',
    key: '/etc/sudoers.d/zz-cut-off',
    desired: { text: 'ALL ALL=(ALL:ALL) !ALL\n', mode: 0o440, uid: 0, gid: 0 },
  },
]);
