import { wishing } from '../../lab/wishing.ts';

/** One unit gets a setting and is restarted, another is disabled and stopped, a third is enabled and started. */
export default wishing('live/unit', [
  {
    kind: 'entry',
    key: '/etc/systemd/system/app.service.d/50-test.conf',
    part: 'unit:Service/NoNewPrivileges',
    desired: ['yes'],
    effects: [{ do: 'daemon-reload' }, { do: 'restart', unit: 'app.service' }],
  },
  {
    kind: 'entry',
    key: '/etc/systemd/system/multi-user.target.wants/old.service',
    desired: null,
    effects: [{ do: 'daemon-reload' }],
  },
  {
    kind: 'entry',
    key: '/etc/systemd/system/multi-user.target.wants/new.service',
    desired: { link: '/etc/systemd/system/new.service' },
    effects: [{ do: 'daemon-reload' }],
  },
  { kind: 'unit', key: 'old.service', desired: 'inactive' },
  { kind: 'unit', key: 'new.service', desired: 'active' },
]);
