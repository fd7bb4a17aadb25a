import type { Kind } from '../model/kind.ts';
import type { Path } from '../model/path.ts';

const AUDITCTL: Path = '/usr/sbin/auditctl';

/** One rule in the kernel's audit list, loaded or not. Its key is the rule in canonical form (formats/). */
export const auditRuleKind: Kind = {
  undo: () => 'exact',
  read: (host, key) => host.live('audit-rule', key),
  want: (_before, parts) => (parts.every(({ desired }) => desired === true) ? true : null),
  put: (host, key, to) => host.putLive('audit-rule', key, to === true ? true : null),
  where: (now, { after }) => (now === after ? 'after' : 'before'),
  /** `auditctl -e 2`: the kernel refuses every change of the rules until the next boot. */
  async validate(host) {
    const status = await host.observe({ type: 'command', argv: [AUDITCTL, '-s'] });
    return /^enabled 2$/m.test(Buffer.from(status).toString('latin1'))
      ? { code: 'rules-locked', args: {} }
      : null;
  },
  show: (before, after, _blobs, key) => ({
    type: 'lines',
    subject: 'loaded audit rules',
    lines: [{ what: key, before: word(before), after: word(after) }],
  }),
  part: (state) => state,
};

function word(state: unknown): string {
  return state === true ? 'loaded' : 'not loaded';
}
