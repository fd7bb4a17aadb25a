import type { BootArguments } from '../facts/boot-arguments.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';

/** What the kernel is to be given: records from the first process on, and room for them until auditd is up. */
const LEAST_BACKLOG = 8192;
const WANTED = ['audit=1', `audit_backlog_limit=${LEAST_BACKLOG}`];

/**
 * The kernel records from its start. What boot loaders read is generated, with a menu of every kernel, by programs that
 * write other files as well; a mistake in it leaves a machine that does not boot. So a person runs them.
 */
export function auditBoot(boot: BootArguments): Requirement {
  const about = {
    object: 'boot:arguments',
    statement: `the kernel is started with audit=1 and audit_backlog_limit=${LEAST_BACKLOG} or more`,
    evidence: evidence(boot),
    wishes: [],
  };
  const { now, entries } = boot;
  if (now === null && entries.length === 0) return { ...about, verdict: 'not-applicable' };
  const missing = new Set(entries.flatMap(({ words }) => missingOf(words)));
  const missingNow = now === null ? [] : missingOf(now);
  // Where no boot loader is known, what was given once is given again.
  if (missing.size === 0 && (entries.length > 0 || missingNow.length === 0))
    return missingNow.length === 0
      ? { ...about, verdict: 'met' }
      : { ...about, verdict: 'pending', pending: 'reboot' };
  const lacking = entries.length > 0 ? WANTED.filter((word) => missing.has(word)) : missingNow;
  return { ...about, verdict: 'manual', steps: steps(boot, lacking) };
}

function missingOf(words: readonly string[]): readonly string[] {
  const last = (name: string) =>
    words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const backlog = Number(last('audit_backlog_limit') ?? 0);
  const isOn = ['1', 'on'].includes(last('audit') ?? '');
  return WANTED.filter((word) => (word === 'audit=1' ? !isOn : !(backlog >= LEAST_BACKLOG)));
}

function evidence({ now, entries }: BootArguments): readonly Evidence[] {
  const told = (words: readonly string[]) =>
    words.filter((word) => /^audit(?:_backlog_limit)?=/.test(word)).join(' ') || 'nothing about audit';
  const found: Evidence[] = entries.map(({ source, line, words }) => ({
    source,
    line,
    says: told(words),
    wins: true,
  }));
  if (entries.length === 0)
    found.push({ source: '/boot', says: 'no boot loader that is known', wins: false });
  if (now !== null) found.push({ source: '/proc/cmdline', says: told(now), wins: true });
  return found;
}

function steps({ now, writer, sources }: BootArguments, lacking: readonly string[]): readonly string[] {
  const words = lacking.join(' ');
  const reboot = now === null ? [] : ['reboot when it suits'];
  if (writer === 'grubby') return [`grubby --update-kernel=ALL --args="${words}"`, ...reboot];
  if (writer === null)
    return [
      `add "${words}" to the kernel's arguments where this machine's boot loader or hypervisor has them`,
      ...reboot,
    ];
  const isWritten = lacking.every((word) => sources.some(({ text }) => saysSo(text, word)));
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

function saysSo(text: string, word: string): boolean {
  return text
    .split('\n')
    .some((line) => /^GRUB_CMDLINE_LINUX(?:_DEFAULT)?=/.test(line) && line.includes(word));
}
