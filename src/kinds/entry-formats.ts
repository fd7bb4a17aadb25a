import { auditRulesFormat } from '../formats/audit-rules.ts';
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
import { sudoersFormat } from '../formats/sudoers.ts';
import { sysctlFormat } from '../formats/sysctl-conf.ts';
import { unitFormat } from '../formats/systemd-unit.ts';
import { useraddFormat } from '../formats/useradd-defaults.ts';
import type { Format } from '../model/format.ts';

/** Formats by the name that stands before the colon of a part. */
export const entryFormats: ReadonlyMap<string, Format> = new Map(
  [
    auditRulesFormat,
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
    sudoersFormat,
    sysctlFormat,
    unitFormat,
    useraddFormat,
  ].map((format) => [format.name, format]),
);
