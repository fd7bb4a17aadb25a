import { parseAptConf } from '../formats/apt-conf.ts';
import { checkAuditdConf } from '../formats/check-auditd-conf.ts';
import { parseDaemonJson } from '../formats/daemon-json.ts';
import { parseFstab } from '../formats/fstab.ts';
import { parseGroup } from '../formats/group.ts';
import { parseGshadow } from '../formats/gshadow.ts';
import { checkPam } from '../formats/pam.ts';
import { parseAuditRules } from '../formats/parse-audit-rules.ts';
import { parsePasswd } from '../formats/passwd.ts';
import { parseRsyslogConf } from '../formats/rsyslog-conf.ts';
import { parseShadow } from '../formats/shadow.ts';
import { parseShellScript } from '../formats/shell-script.ts';
import { parseSshdConfig } from '../formats/sshd-config.ts';
import { parseStatOverride } from '../formats/statoverride.ts';
import { parseSudoers } from '../formats/sudoers.ts';
import { parseSysctlConf } from '../formats/sysctl-conf.ts';
import { parseSystemdUnit } from '../formats/systemd-unit.ts';

/** Files whose every line our own parsers must understand before they go live. A parser throws Malformed. */
export const ownChecks: readonly { readonly fits: RegExp; parse(text: string): unknown }[] = [
  { fits: /^\/etc\/apt\/apt\.conf(\.d\/.*)?$/, parse: parseAptConf },
  { fits: /^\/etc\/audit\/auditd\.conf$/, parse: checkAuditdConf },
  { fits: /^\/etc\/audit\/(rules\.d\/.*|audit\.rules)$/, parse: parseAuditRules },
  { fits: /\/daemon\.json$/, parse: parseDaemonJson },
  { fits: /^\/etc\/fstab$/, parse: parseFstab },
  { fits: /^\/etc\/group$/, parse: parseGroup },
  { fits: /^\/etc\/gshadow$/, parse: parseGshadow },
  { fits: /^\/etc\/pam\.d\//, parse: checkPam },
  { fits: /^\/etc\/passwd$/, parse: parsePasswd },
  { fits: /^\/etc\/rsyslog\.(conf|d\/.*\.conf)$/, parse: parseRsyslogConf },
  { fits: /^\/etc\/(?:profile$|profile\.d\/.*\.sh$|bash\.bashrc$)/, parse: parseShellScript },
  { fits: /^\/etc\/shadow$/, parse: parseShadow },
  { fits: /^\/etc\/ssh\/sshd_config(\.d\/.*)?$/, parse: parseSshdConfig },
  { fits: /^\/etc\/sudoers(\.d\/.*)?$/, parse: parseSudoers },
  { fits: /^\/etc\/sysctl\.(conf|d\/.*)$/, parse: parseSysctlConf },
  { fits: /^\/var\/lib\/dpkg\/statoverride$/, parse: parseStatOverride },
  { fits: /^\/etc\/systemd\/system\//, parse: parseSystemdUnit },
];
