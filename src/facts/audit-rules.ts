import type { AuditRule } from '../formats/audit-rule.ts';
import { ruleIn } from '../formats/canonical-audit-rule.ts';
import { printAuditRule } from '../formats/print-audit-rule.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { type AuditConfiguration, type AuditSetting, auditConfiguration } from './audit-configuration.ts';
import { type AuditTarget, auditTarget } from './audit-target.ts';
import { loadAtBoot } from './load-at-boot.ts';

export interface KnownAuditRule {
  readonly rule: AuditRule;
  readonly canonical: string;
  /** What it watches, null where it watches nothing. */
  readonly target: AuditTarget | null;
}

export interface ConfiguredAuditRule extends KnownAuditRule {
  readonly source: Path;
  readonly line: number;
  /** Why it will not be loaded at the next boot; null where it will. */
  readonly fails: string | null;
}

export interface AuditRules {
  /** Where auditctl is; null where it is not installed. */
  readonly auditctl: Path | null;
  readonly directory: AuditConfiguration['directory'];
  /** Rules of the files in the order in which they load. */
  readonly configured: readonly ConfiguredAuditRule[];
  /** The rule at which loading ends at the next boot, and why. */
  readonly stop: { readonly source: Path; readonly line: number; readonly why: string } | null;
  readonly failureMode: AuditSetting | null;
  /** The `-e` that stays: `2` locks all rules until the next boot. */
  readonly enabled: AuditSetting | null;
  /** Files of rules.d without a final newline: augenrules joins their last line with the next file's first. */
  readonly unterminated: readonly Path[];
  /** Rules in the kernel; null where there is none running, or no auditctl to ask it. */
  readonly loaded: readonly KnownAuditRule[] | null;
  /**
   * `auditctl -s`: with enabled 2 no rule can be changed before the next boot; failure 2 panics; pid is who takes the
   * records, 0 for nobody.
   */
  readonly status: { readonly enabled: number; readonly failure: number; readonly pid: number } | null;
}

/** Audit rules that files set at boot, and those in the kernel: auditctl(8), augenrules(8), audit.rules(7). */
export const auditRules: Fact<AuditRules> = {
  name: 'audit-rules',
  async read(host, use) {
    const configuration = await use(auditConfiguration);
    const known: (KnownAuditRule & { source: Path; line: number })[] = [];
    const targets = new Map<AuditRule, AuditTarget>();
    for (const item of configuration.items) {
      if (item.says !== 'rule') continue;
      const target = await auditTarget(host, item.rule);
      if (target !== null) targets.set(item.rule, target);
      known.push({ ...identified(item.rule, target), source: item.source, line: item.line });
    }
    const boot = loadAtBoot(configuration.items, targets);
    const auditctl = await auditctlOn(host);
    const running = auditctl !== null && host.identity.type === 'live';
    return {
      auditctl,
      directory: configuration.directory,
      configured: known.map((each) => ({ ...each, fails: boot.failures.get(each.rule) ?? null })),
      stop: boot.stop,
      failureMode: configuration.failureMode,
      enabled: configuration.enabled,
      unterminated: configuration.unterminated,
      loaded: running ? await loadedRules(host) : null,
      status: running ? await statusOf(host, auditctl) : null,
    };
  },
};

async function auditctlOn(host: HostReader): Promise<Path | null> {
  for (const path of ['/usr/sbin/auditctl', '/sbin/auditctl'] as const) {
    if ((await host.status(path)) !== null) return path;
  }
  return null;
}

async function loadedRules(host: HostReader): Promise<readonly KnownAuditRule[]> {
  const loaded: KnownAuditRule[] = [];
  for (const key of await host.liveKeys('audit-rule', '*')) {
    const rule = ruleIn(key);
    if (rule !== null) loaded.push(identified(rule, await auditTarget(host, rule)));
  }
  return loaded;
}

function identified(rule: AuditRule, target: AuditTarget | null): KnownAuditRule {
  return { rule, canonical: printAuditRule(rule), target };
}

async function statusOf(host: HostReader, auditctl: Path): Promise<AuditRules['status']> {
  const text = Buffer.from(await host.observe({ type: 'command', argv: [auditctl, '-s'] })).toString(
    'latin1',
  );
  const number = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { enabled: number('enabled'), failure: number('failure'), pid: number('pid') };
}
