import type { BootParameters } from '../facts/boot-parameters.ts';
import type { KernelParameter } from '../formats/kernel-command-line.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';

/** What the kernel is to be given: records from the first process on, and room for them until auditd is up. */
const LEAST_BACKLOG = 8192;
type Arguments = readonly KernelParameter[] | null;

const NAMES = ['audit', 'audit_backlog_limit'];
const WANTED = ['audit=1', `audit_backlog_limit=${LEAST_BACKLOG}`];

/**
 * The kernel records from its start. What boot loaders read is generated, with a menu of every kernel, by programs that
 * write other files as well; a mistake in it leaves a machine that does not boot. So a person runs them.
 */
export function auditBoot(boot: BootParameters, now: Arguments): Requirement {
  const entries = boot.entries ?? [];
  const about = {
    object: 'boot:arguments',
    statement: `the kernel is started with audit=1 and audit_backlog_limit=${LEAST_BACKLOG} or more`,
    evidence: evidence(entries, now),
    wishes: [],
  };
  if (now === null && entries.length === 0) return { ...about, verdict: 'not-applicable' };
  const missing = new Set(entries.flatMap(({ parameters }) => missingOf(parameters)));
  const missingNow = now === null ? [] : missingOf(now);
  // Where no boot loader is known, what was given once is given again.
  if (missing.size === 0 && (entries.length > 0 || missingNow.length === 0))
    return missingNow.length === 0
      ? { ...about, verdict: 'met' }
      : { ...about, verdict: 'pending', pending: 'reboot' };
  const lacking = entries.length > 0 ? WANTED.filter((word) => missing.has(word)) : missingNow;
  return { ...about, verdict: 'manual', steps: steps(boot, now, lacking) };
}

function missingOf(parameters: readonly KernelParameter[]): readonly string[] {
  const last = (name: string) =>
    parameters.findLast((each) => each.name === name && each.value !== null)?.value;
  const backlog = Number(last('audit_backlog_limit') ?? 0);
  const isOn = ['1', 'on'].includes(last('audit') ?? '');
  return WANTED.filter((word) => (word === 'audit=1' ? !isOn : !(backlog >= LEAST_BACKLOG)));
}

function evidence(entries: NonNullable<BootParameters['entries']>, now: Arguments): readonly Evidence[] {
  const told = (parameters: readonly KernelParameter[]) => {
    const said = parameters.filter(({ name, value }) => NAMES.includes(name) && value !== null);
    return said.length === 0
      ? 'nothing about audit'
      : said.map(({ name, value }) => `${name}=${value}`).join(' ');
  };
  const found: Evidence[] = entries.map(({ source, line, parameters }) => ({
    source,
    line,
    says: told(parameters),
    wins: true,
  }));
  if (entries.length === 0)
    found.push({ source: '/boot', says: 'no boot loader that is known', wins: false });
  if (now !== null) found.push({ source: '/proc/cmdline', says: told(now), wins: true });
  return found;
}

function steps(
  { writer, sources }: BootParameters,
  now: Arguments,
  lacking: readonly string[],
): readonly string[] {
  const words = lacking.join(' ');
  const reboot = now === null ? [] : ['reboot when it suits'];
  if (writer === 'grubby') return [`grubby --update-kernel=ALL --args="${words}"`, ...reboot];
  if (writer === null)
    return [
      `add "${words}" to the kernel's arguments where this machine's boot loader or hypervisor has them`,
      ...reboot,
    ];
  const own = sources.filter(({ text }) => /^GRUB_CMDLINE_LINUX(?:_DEFAULT)?=/.test(text));
  const isWritten = lacking.every((word) => own.some(({ text }) => text.includes(word)));
  const run = writer === 'update-grub' ? 'update-grub' : 'grub2-mkconfig -o /boot/grub2/grub.cfg';
  if (isWritten) return [run, ...reboot];
  return [
    writer === 'update-grub'
      ? `mkdir -p /etc/default/grub.d && echo 'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX ${words}"' > /etc/default/grub.d/99-zz-audit.cfg`
      : `echo 'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX ${words}"' >> /etc/default/grub`,
    run,
    ...reboot,
  ];
}
