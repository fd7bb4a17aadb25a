import { wishing } from '../../lab/wishing.ts';

/** A unit's drop-in, and its being enabled: a link in a directory that is not there yet. */
export default wishing('files/unit', [
  {
    kind: 'entry',
    key: '/etc/systemd/system/app.service.d/50-test.conf',
    part: 'unit:Service/NoNewPrivileges',
    desired: ['yes'],
    effects: [{ do: 'daemon-reload' }, { do: 'restart', unit: 'app.service' }],
  },
  {
    kind: 'entry',
    key: '/etc/systemd/system/multi-user.target.wants/app.service',
    desired: { link: '/etc/systemd/system/app.service' },
  },
  { kind: 'entry', key: '/etc/systemd/system/timers.target.wants/old.timer', desired: null },
]);
