import { wishing } from '../../lab/wishing.ts';

/** In places old and new, so that a crash is nearly always between two of them. */
export default wishing('files/many', [
  ...['a', 'b', 'c', 'd'].map((name) => ({
    kind: 'entry' as const,
    key: `/etc/old.d/${name}`,
    part: 'text',
    desired: `new ${name}\n`,
  })),
  ...['e', 'f', 'g', 'h'].map((name) => ({
    kind: 'entry' as const,
    key: `/etc/new.d/${name}`,
    part: 'text',
    desired: `${name}\n`,
  })),
  { kind: 'entry', key: '/etc/old.d/i', desired: null },
  { kind: 'entry', key: '/etc/old.d/j', part: 'mode', desired: 0o600 },
]);
