import type { Auditd } from '../facts/auditd.ts';
import { auditdSetting } from '../formats/auditd-conf.ts';
import type { Evidence } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';

/** What auditd takes where a name is not set: auditd-config.c, clear_config(). */
const DEFAULTS: { readonly [name: string]: string } = {
  write_logs: 'yes',
  num_logs: '0',
  max_log_file: '0',
  max_log_file_action: 'ignore',
  space_left: '0',
  space_left_action: 'ignore',
  admin_space_left: '0',
  admin_space_left_action: 'ignore',
  disk_full_action: 'ignore',
  disk_error_action: 'syslog',
};
const SOURCE = '/etc/audit/auditd.conf';

/** Names of auditd.conf: what they come to, where that stands, and wishes for something else. */
export const auditdSettings = { value, evidence, skipped, wish };

/** In lower case; of `exec /path` the first word. */
function value(auditd: Auditd, name: string): string {
  const text = auditdSetting(auditd, name)?.value ?? DEFAULTS[name] ?? '';
  return text.toLowerCase().split(' ')[0] ?? '';
}

function evidence(auditd: Auditd, names: readonly string[]): readonly Evidence[] {
  return names.map((name) => {
    const set = auditdSetting(auditd, name);
    if (set === null)
      return { source: SOURCE, says: `${name} is not set: ${DEFAULTS[name]} by default`, wins: true };
    return { source: SOURCE, line: set.line, says: `${name} = ${set.value}`, wins: true };
  });
}

/** Lines that look as if they counted. */
function skipped(auditd: Auditd): readonly Evidence[] {
  const says = 'auditd passes over this line: it is too long, or the last one and without a newline';
  return auditd.skipped.map((line) => ({ source: SOURCE, line, says, wins: false }));
}

/** auditd reads its file again on SIGHUP, which neither stops it nor loads rules. */
function wish(name: string, desired: string): Wish {
  const effects = [{ do: 'hangup', unit: 'auditd.service' }] as const;
  return { kind: 'entry', key: SOURCE, part: `auditd:${name}`, desired, effects };
}
