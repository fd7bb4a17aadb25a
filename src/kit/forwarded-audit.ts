import type { AuditPlugins } from '../facts/audit-plugins.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';

const PATH: Path = '/etc/audit/plugins.d/holdfast-syslog.conf';
/** A program of its own; before audit 3 a part of the dispatcher. */
const SYSLOG = /\/audisp-syslog$|^builtin_syslog$/;
const REMOTE = /\/audisp-remote$/;
const ABOUT = { object: 'audit', statement: "auditd's records leave this host, too" };

/** auditd gives its records to syslog, which sends them on with all others, or to another auditd. None where there is no auditd. */
export function auditRecords(audit: AuditPlugins | null): readonly Requirement[] {
  if (audit === null) return [];
  const { plugins, remoteServer } = audit;
  const bySyslog = plugins.filter(({ program }) => SYSLOG.test(program));
  const byRemote = plugins.filter(({ program }) => REMOTE.test(program));
  const isSent =
    bySyslog.some(({ isActive }) => isActive) ||
    (byRemote.some(({ isActive }) => isActive) && remoteServer !== null && remoteServer !== '');
  const evidence = plugins
    .filter(({ program }) => SYSLOG.test(program) || REMOTE.test(program))
    .map(({ source, line, program, isActive }) => ({
      source,
      line,
      says: `active = ${isActive ? 'yes' : 'no'} (${program})`,
      wins: isActive || !isSent,
    }));
  if (isSent) return [{ ...ABOUT, verdict: 'met', evidence, wishes: [] }];
  const usable = bySyslog.find(({ isInstalled }) => isInstalled);
  if (usable === undefined) {
    return [
      {
        ...ABOUT,
        verdict: 'manual',
        evidence: [
          ...evidence,
          { source: '/etc/audit/plugins.d', says: 'no plugin gives them to syslog', wins: true },
        ],
        wishes: [],
        steps: [
          'install the plugins of auditd: apt install audispd-plugins (dnf install audispd-plugins, zypper install audit-audispd-plugins)',
          'then plan again',
        ],
      },
    ];
  }
  const effects: Wish['effects'] = [{ do: 'hangup', unit: 'auditd.service' }];
  const parts = { text: pluginText(usable.program, usable.args), mode: 0o640, owner: 0, group: 0 };
  const wishes = Object.entries(parts).map(
    ([part, desired]): Wish => ({ kind: 'entry', key: PATH, part, desired, effects }),
  );
  return [{ ...ABOUT, verdict: 'unmet', evidence, wishes }];
}

/** A plugin beside the packaged one, which stays as it is: the same program. */
function pluginText(program: string, args: string): string {
  return `# Written by Holdfast: audit/host-log-forwarding.
active = yes
direction = out
path = ${program}
type = always
args = ${args === '' ? 'LOG_INFO' : args}
format = string
`;
}
