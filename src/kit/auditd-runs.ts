import type { AuditRules } from '../facts/audit-rules.ts';
import type { Tolerated } from '../facts/tolerated.ts';
import type { UnitAtBoot } from '../facts/unit-at-boot.ts';
import type { KernelParameter } from '../formats/kernel-command-line.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { unreadEvidence } from './unread-evidence.ts';

interface Given {
  readonly rules: Tolerated<AuditRules>;
  /** Null where there is no such unit. */
  readonly auditd: UnitAtBoot | null;
  /** What loads the rules since audit 4, without which auditd does not start. */
  readonly loader: UnitAtBoot | null;
  /** The command that installs it; null where it is not known. */
  readonly install: string | null;
  /** Arguments of the kernel that runs; null in an image. */
  readonly arguments: readonly KernelParameter[] | null;
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
    if (each?.isMasked === true)
      return manual(
        evidence,
        `find out who masked ${each.name} (${each.fragment}) and why; then: systemctl unmask ${each.name}`,
      );
  const isEnabled = auditd.links.length > 0;
  // In an image nothing runs that could.
  const isRunning = auditd.isActive !== false;
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
  if (!isEnabled && auditd.installs.length === 0)
    return manual(evidence, `give ${auditd.fragment} a section [Install] with WantedBy=multi-user.target`);
  const wishes: Wish[] = (isEnabled ? [] : auditd.installs).map((key) => ({
    kind: 'entry',
    key,
    desired: { link: auditd.fragment },
    effects: [{ do: 'daemon-reload' }],
  }));
  // Its start loads the rules, and with "-e 2" among them locks them.
  const locks = rules.enabled?.value === '2' && rules.status?.enabled !== 2;
  if (!isRunning)
    wishes.push({
      kind: 'unit',
      key: auditd.name,
      desired: 'active',
      ...(locks ? { undo: 'one-way' as const } : {}),
    });
  return { ...about, verdict: 'unmet', evidence, wishes };
}

function evidenceOf({ rules, loader }: Readable, auditd: UnitAtBoot): readonly Evidence[] {
  const { name, fragment, links, isMasked, isActive } = auditd;
  const found: Evidence[] = links.map((source) => ({ source, says: `starts ${name} at boot`, wins: true }));
  if (links.length === 0)
    found.push({ source: fragment, says: isMasked ? 'is masked' : 'nothing starts it at boot', wins: true });
  if (loader?.isMasked === true)
    found.push({
      source: loader.fragment,
      says: 'is masked, and auditd does not start without it',
      wins: true,
    });
  if (isActive !== null)
    found.push({ source: 'systemctl', says: `${name} is ${isActive ? '' : 'not '}active`, wins: true });
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
  const said = words?.findLast(({ name, value }) => name === 'audit' && value !== null)?.value;
  if (said === '0' || said === 'off')
    return [
      `take audit=${said} out of the kernel's arguments and reboot: systemd does not start auditd with it`,
    ];
  const { status, stop } = rules;
  if (status !== null && status.pid !== 0)
    return [
      `decide who is to have the audit records: process ${status.pid} takes them now (ps -p ${status.pid}), and the kernel gives them to one only; stop it, then: systemctl start auditd.service`,
    ];
  if (loader !== null && stop !== null)
    return [
      `correct ${stop.source}, line ${stop.line} (${stop.why}): ${loader.name} fails with it, and auditd does not start without that`,
    ];
  return [];
}
