import { aptConfFormat } from '../formats/apt-conf.ts';
import { auditRulesFormat } from '../formats/audit-rules.ts';
import { auditdConfFormat } from '../formats/auditd-conf.ts';
import { daemonJsonFormat } from '../formats/daemon-json.ts';
import { faillockFormat } from '../formats/faillock-conf.ts';
import { fstabFormat } from '../formats/fstab.ts';
import { groupFormat } from '../formats/group.ts';
import { gshadowFormat } from '../formats/gshadow.ts';
import { pamCommonFormat } from '../formats/pam-common.ts';
import { pamSavedFormat } from '../formats/pam-saved.ts';
import { passwdFormat } from '../formats/passwd.ts';
import { shadowFormat } from '../formats/shadow.ts';
import { shellFormat } from '../formats/shell-lines.ts';
import { sshdFormat } from '../formats/sshd-config.ts';
import { statOverrideFormat } from '../formats/statoverride.ts';
import { sudoersFormat } from '../formats/sudoers.ts';
import { sysctlFormat } from '../formats/sysctl-conf.ts';
import { unitFormat } from '../formats/systemd-unit.ts';
import { useraddFormat } from '../formats/useradd-defaults.ts';
import type { Format } from '../model/format.ts';

/** Formats by the name that stands before the colon of a part. */
export const entryFormats: ReadonlyMap<string, Format> = new Map(
  [
    aptConfFormat,
    auditRulesFormat,
    auditdConfFormat,
    daemonJsonFormat,
    faillockFormat,
    fstabFormat,
    groupFormat,
    gshadowFormat,
    pamCommonFormat,
    pamSavedFormat,
    passwdFormat,
    shadowFormat,
    shellFormat,
    sshdFormat,
    statOverrideFormat,
    sudoersFormat,
    sysctlFormat,
    unitFormat,
    useraddFormat,
  ].map((format) => [format.name, format]),
);
