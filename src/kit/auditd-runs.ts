import type { AuditRules } from '../facts/audit-rules.ts';
import type { ServiceAtBoot } from '../facts/service-at-boot.ts';
import type { Tolerated } from '../facts/tolerated.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { unreadEvidence } from './unread-evidence.ts';

interface Given {
  readonly rules: Tolerated<AuditRules>;
  /** Null where there is no such unit. */
  readonly auditd: ServiceAtBoot | null;
  /** What loads the rules since audit 4, without which auditd does not start. */
  readonly loader: ServiceAtBoot | null;
  /** The command that installs it; null where it is not known. */
  readonly install: string | null;
  /** Arguments of the kernel that runs; null in an image. */
  readonly arguments: readonly string[] | null;
}

type Readable = Omit<Given, 'rules'> & { readonly rules: AuditRules };

/** auditd is started at boot and runs. Unmet, it wishes for the link that enables it, and for its start. */
export function auditdRuns({ rules: read, ...others }: Given): Requirement {
  const about = { object: 'unit:auditd.service', statement: 'auditd is started at boot, and runs' };
  if ('refusal' in read)
    return { ...about, verdict: 'unknown', evidence: [unreadEvidence('auditctl', read.refusal)], wishes: [] };
  const rules = read.value;
  const given = { rules, ...others };
  const { auditd, loader } = others;
  const manual = (evidence: readonly Evidence[], ...steps: string[]): Requirement => ({
    ...about,
    verdict: 'manual',
    evidence,
    wishes: [],
    steps,
  });
  if (auditd === null) {
    const says = rules.auditctl === null ? 'auditctl is not there' : 'there is no auditd.service';
    const steps =
      rules.auditctl === null
        ? `install the audit daemon, which is started then, and plan again: ${given.install ?? "this system's package audit or auditd"}`
        : 'start auditd at boot and now, as this system starts its services: "rc-update add auditd default && rc-service auditd start" with OpenRC';
    return manual([{ source: rules.auditctl ?? '/usr/sbin', says, wins: true }], steps);
  }

  const evidence = evidenceOf(given, auditd);
  for (const each of [auditd, loader])
    if (each?.masked === true)
      return manual(
        evidence,
        `find out who masked ${each.unit} (${each.fragment}) and why; then: systemctl unmask ${each.unit}`,
      );
  const isEnabled = auditd.links.length > 0;
  // In an image nothing runs that could.
  const isRunning = given.arguments === null || auditd.activity === 'active';
  if (isEnabled && isRunning) {
    if (rules.status?.enabled === 0)
      return manual(
        evidence,
        'auditctl -e 1',
        'find the -e 0 that turned it off: grep -rn -e "-e 0" /etc/audit',
      );
    return { ...about, verdict: 'met', evidence, wishes: [] };
  }
  const steps = isRunning ? [] : beforeStarting(given);
  if (steps.length > 0) return manual(evidence, ...steps);
  const [target] = auditd.wantedBy;
  if (!isEnabled && target === undefined)
    return manual(evidence, `give ${auditd.fragment} a section [Install] with WantedBy=multi-user.target`);
  const link: Path = `/etc/systemd/system/${target}.wants/${auditd.unit}`;
  const wishes: Wish[] = [];
  if (!isEnabled)
    wishes.push({
      kind: 'entry',
      key: link,
      desired: { link: auditd.fragment },
      effects: [{ do: 'daemon-reload' }],
    });
  // Its start loads the rules, and with "-e 2" among them locks them.
  const locks = rules.enabled?.value === '2' && rules.status?.enabled !== 2;
  if (!isRunning)
    wishes.push({
      kind: 'unit',
      key: auditd.unit,
      desired: 'active',
      ...(locks ? { undo: 'one-way' as const } : {}),
    });
  return { ...about, verdict: 'unmet', evidence, wishes };
}

function evidenceOf({ rules, loader }: Readable, auditd: ServiceAtBoot): readonly Evidence[] {
  const { unit, fragment, links, masked, activity } = auditd;
  const found: Evidence[] = links.map((source) => ({ source, says: `starts ${unit} at boot`, wins: true }));
  if (links.length === 0)
    found.push({ source: fragment, says: masked ? 'is masked' : 'nothing starts it at boot', wins: true });
  if (loader?.masked === true)
    found.push({
      source: loader.fragment,
      says: 'is masked, and auditd does not start without it',
      wins: true,
    });
  if (activity !== null) found.push({ source: 'systemctl', says: `${unit} is ${activity}`, wins: true });
  if (rules.status !== null)
    found.push({
      source: 'auditctl -s',
      says: `enabled ${rules.status.enabled}`,
      wins: rules.status.enabled === 0,
    });
  return found;
}

/** What would keep auditd from starting. */
function beforeStarting({ rules, loader, arguments: words }: Readable): readonly string[] {
  const off = words?.findLast((word) => word.startsWith('audit='));
  if (off === 'audit=0' || off === 'audit=off')
    return [`take ${off} out of the kernel's arguments and reboot: systemd does not start auditd with it`];
  const { status, stop } = rules;
  if (status !== null && status.pid !== 0)
    return [
      `decide who is to have the audit records: process ${status.pid} takes them now (ps -p ${status.pid}), and the kernel gives them to one only; stop it, then: systemctl start auditd.service`,
    ];
  if (loader !== null && stop !== null)
    return [
      `correct ${stop.source}, line ${stop.line} (${stop.why}): ${loader.unit} fails with it, and auditd does not start without that`,
    ];
  return [];
}
