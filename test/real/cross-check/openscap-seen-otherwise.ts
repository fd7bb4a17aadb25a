const MAIN_FILE =
  'It reads sshd_config alone, and not its drop-ins. What sshd makes of all of them together is as it asks.';
const AS_WATCH =
  'It knows a watch by the words -w and -p. Holdfast writes the same one as -a always,exit -F path=, the form that audit 4 prefers.';
const TWO_KEYS =
  'It knows rules with one key. This has two: one to search records by, and one by which Holdfast knows its own.';
const BY_CALL =
  'It asks for a rule on one program. Holdfast records the system calls, whatever program makes them.';
const ELEVATED =
  'It asks for a rule on one program. Holdfast records every program that gives a person the rights of another user.';
const ONLY_ROOT =
  'It asks for no rights at all, which only root can do without. The group shadow may read, and PAM checks passwords with it.';
const GROUP_SHADOW =
  'It asks for the group root. The group of Debian is shadow, and PAM checks passwords with it.';
const IPTABLES =
  'It asks for rules of iptables. Holdfast keeps its own in a table of nftables, apart from those of Docker.';

type Seen = readonly [test: string, why: string, inForce: string];

/** Rules that OpenSCAP cannot see kept: each with the reason, and shell that succeeds in the host where it is. */
export const openscapSeenOtherwise: readonly Seen[] = [
  [
    'accounts_tmout',
    'It knows one spelling, which hands TMOUT on to programs: read then ends in their scripts, too. Holdfast sets it for shells alone.',
    `bash -lic 'readonly -p' | grep -q 'TMOUT="900"'`,
  ],

  ...['opasswd', 'passwd', 'group', 'shadow', 'gshadow'].map((name): Seen => {
    const path = name === 'opasswd' ? '/etc/security/opasswd' : `/etc/${name}`;
    return [`audit_rules_usergroup_modification_${name}`, AS_WATCH, watch(path)];
  }),
  ...['faillog', 'lastlog'].map(
    (name): Seen => [`audit_rules_login_events_${name}`, AS_WATCH, watch(`/var/log/${name}`)],
  ),
  ['audit_rules_session_events', AS_WATCH, `${watch('/var/log/btmp')} && ${watch('/var/log/wtmp')}`],
  [
    'audit_rules_sysadmin_actions',
    AS_WATCH,
    `${watch('/etc/sudoers')} && ${rule('-F dir=/etc/sudoers.d -F perm=wa -k')}`,
  ],
  ['audit_rules_time_watch_localtime', AS_WATCH, watch('/etc/localtime')],
  ...['chage', 'chfn', 'chsh', 'gpasswd', 'newgrp', 'su', 'sudo'].map((name): Seen => {
    const run = rule(`-F path=/usr/bin/${name} -F perm=x -F auid>=1000 -F auid!=unset -k`);
    return [`audit_rules_privileged_commands_${name}`, TWO_KEYS, run];
  }),
  ...['insmod', 'modprobe', 'rmmod'].map((name): Seen => {
    return [
      `audit_rules_privileged_commands_${name}`,
      BY_CALL,
      calls('delete_module,finit_module,init_module'),
    ];
  }),
  ...['mount', 'umount'].map((name): Seen => {
    return [`audit_rules_privileged_commands_${name}`, BY_CALL, calls('mount,umount2')];
  }),
  ...['newgidmap', 'newuidmap', 'sudoedit'].map((name): Seen => {
    const run = rule('-F arch=b64 -S execve -F auid!=unset -C uid!=euid -k');
    return [`audit_rules_privileged_commands_${name}`, ELEVATED, run];
  }),
  [
    'audit_rules_suid_privilege_function',
    'It asks for what services run, too, which on a container host is without end. Holdfast records what a person runs with the rights of another user.',
    rule('-F arch=b64 -S execve -F auid!=unset -C uid!=euid -k'),
  ],
  [
    'audit_rules_time_clock_settime',
    'It knows a rule on one of the clocks, a0=0. Holdfast records whichever is set.',
    rule('-F arch=b64 -S adjtimex,clock_adjtime,clock_settime,settimeofday -F auid>=1000'),
  ],

  [
    'package_audit_installed',
    'It asks for a package "audit". That of Debian is auditd.',
    "dpkg-query -W -f '${db:Status-Status}' auditd | grep -qx installed",
  ],
  [
    'rsyslog_remote_loghost',
    'It knows the form *.* @host, which sends in clear text. Holdfast writes an action with TLS, a queue and the name in the certificate.',
    `rsyslogd -N1 && grep -qF 'target="logs.example.org"' /etc/rsyslog.d/00-holdfast-forward.conf`,
  ],

  ...['shadow', 'gshadow'].flatMap((name): Seen[] => [
    [`file_permissions_etc_${name}`, ONLY_ROOT, owned(`/etc/${name}`)],
    [`file_permissions_backup_etc_${name}`, ONLY_ROOT, owned(`/etc/${name}-`)],
  ]),
  ['file_groupowner_etc_gshadow', GROUP_SHADOW, owned('/etc/gshadow')],
  ['file_groupowner_backup_etc_gshadow', GROUP_SHADOW, owned('/etc/gshadow-')],

  ['service_iptables_enabled', IPTABLES, 'systemctl is-enabled holdfast-nftables.service'],
  ...['set_iptables_default_rule', 'set_ip6tables_default_rule'].map((test): Seen => {
    return [test, IPTABLES, "nft list table inet holdfast-input | grep -q 'policy drop'"];
  }),
  [
    'sysctl_net_ipv4_ip_forward',
    'Containers on a bridge have no network without forwarding. Between interfaces that are not of Docker it is dropped instead.',
    "iptables -S FORWARD | grep -qx -- '-P FORWARD DROP'",
  ],

  ['disable_host_auth', MAIN_FILE, sshd('hostbasedauthentication no')],
  ['sshd_disable_empty_passwords', MAIN_FILE, sshd('permitemptypasswords no')],
  ['sshd_disable_root_login', MAIN_FILE, sshd('permitrootlogin no')],
  ['sshd_set_idle_timeout', MAIN_FILE, sshd('clientaliveinterval 300')],
  ['sshd_set_keepalive', MAIN_FILE, sshd('clientalivecountmax 3')],
];

/** A rule is in the files that are loaded at boot. */
function rule(words: string): string {
  return `cat /etc/audit/rules.d/*.rules | grep -qF -- '${words}'`;
}

function watch(path: string): string {
  return rule(`-F path=${path} -F perm=wa -k`);
}

function calls(names: string): string {
  return ['b64', 'b32']
    .map((arch) => rule(`-F arch=${arch} -S ${names} -F auid>=1000 -F auid!=unset -k`))
    .join(' && ');
}

/** What sshd makes of its configuration. */
function sshd(line: string): string {
  return `sshd -T | grep -qx '${line}'`;
}

function owned(path: string): string {
  return `stat -c %a:%U:%G ${path} | grep -qx 640:root:shadow`;
}
