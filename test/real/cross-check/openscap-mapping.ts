import { openscapSeenOtherwise } from './openscap-seen-otherwise.ts';
import type { ScannerMapping } from './scanner-mapping.ts';

const ACCOUNT_FILES = ['passwd', 'group', 'shadow', 'gshadow'];
const FILE_RULES = ['file_groupowner', 'file_owner', 'file_permissions'];
const CRON_PLACES = ['crontab', 'cron_hourly', 'cron_daily', 'cron_weekly', 'cron_monthly', 'cron_d'];

const NO_BOOT_LOADER = 'A container has no boot loader. It is judged on the virtual machines of the lab.';
const KERNEL_AUDITS = "A container's audit is the kernel's, and auditd may not run in it.";
const ONE_CLOCK =
  'It asks for chrony and ntp at once. Debian has systemd-timesyncd, and one host needs one of the three.';
const TALLY = 'PAM has had no pam_tally2 since 1.4. Its successor is pam_faillock.';
const AIDE =
  'A database is worth having once a person has looked at the host, so AIDE is advised and not installed.';

/** Rules of `ssg-debderived` 0.1.65, profile CIS level 2 server for Ubuntu 22.04, without their common prefix. */
export const openscapMapping: ScannerMapping = {
  controls: {
    'accounts/account-integrity': [
      'accounts_no_uid_except_zero',
      'no_empty_passwords',
      'no_shelllogin_for_systemaccounts',
    ],
    'accounts/login-failure-lockout': ['accounts_passwords_pam_tally2'],
    'accounts/shell-idle-timeout': ['accounts_tmout'],
    'accounts/unneeded-accounts': ['account_disable_post_pw_expiration'],
    'audit/admin-activity': [
      ...['opasswd', ...ACCOUNT_FILES].map((file) => `audit_rules_usergroup_modification_${file}`),
      ...['chage', 'chfn', 'chsh', 'gpasswd', 'insmod', 'modprobe', 'mount', 'newgidmap', 'newgrp'].map(
        (program) => `audit_rules_privileged_commands_${program}`,
      ),
      ...['newuidmap', 'rmmod', 'su', 'sudo', 'sudoedit', 'umount', 'unix_chkpwd'].map(
        (program) => `audit_rules_privileged_commands_${program}`,
      ),
      ...['adjtimex', 'clock_settime', 'settimeofday', 'stime', 'watch_localtime'].map(
        (what) => `audit_rules_time_${what}`,
      ),
      ...['faillog', 'lastlog', 'tallylog'].map((file) => `audit_rules_login_events_${file}`),
      'audit_rules_kernel_module_loading_delete',
      'audit_rules_kernel_module_loading_init',
      'audit_rules_session_events',
      'audit_rules_suid_privilege_function',
      'audit_rules_sysadmin_actions',
    ],
    'audit/auditd-active': [
      'grub2_audit_argument',
      'grub2_audit_backlog_limit_argument',
      'package_audit_installed',
      'service_auditd_enabled',
    ],
    'audit/host-log-forwarding': [
      'package_rsyslog_installed',
      'rsyslog_remote_loghost',
      'service_rsyslog_enabled',
    ],
    'audit/log-retention': [
      'auditd_data_retention_action_mail_acct',
      'auditd_data_retention_admin_space_left_action',
      'auditd_data_retention_max_log_file',
      'auditd_data_retention_max_log_file_action',
      'auditd_data_retention_space_left_action',
    ],
    'audit/rules-immutable': ['audit_rules_immutable'],
    'containers/activity-monitoring': [
      'chronyd_run_as_chrony_user',
      'chronyd_specify_remote_server',
      'package_chrony_installed',
      'package_ntp_installed',
      'service_chronyd_or_ntpd_enabled',
      'service_ntp_enabled',
    ],
    'files/file-integrity-monitoring': [
      'aide_build_database',
      'aide_periodic_cron_checking',
      'package_aide_installed',
    ],
    'files/system-file-permissions': [
      ...FILE_RULES.flatMap((rule) =>
        ACCOUNT_FILES.flatMap((file) => [`${rule}_etc_${file}`, `${rule}_backup_etc_${file}`]),
      ),
      ...FILE_RULES.flatMap((rule) => CRON_PLACES.map((place) => `${rule}_${place}`)),
      ...FILE_RULES.map((rule) => `${rule}_sshd_config`),
      'dir_perms_world_writable_sticky_bits',
      'file_owner_grub2_cfg',
      'file_permissions_grub2_cfg',
      'file_permissions_sshd_private_key',
      'file_permissions_sshd_pub_key',
      'file_permissions_unauthorized_world_writable',
      'no_files_unowned_by_user',
    ],
    'network/host-firewall-ranges': [
      'package_iptables_installed',
      'service_iptables_enabled',
      'set_ip6tables_default_rule',
      'set_iptables_default_rule',
    ],
    'network/icmp-redirects': [
      ...['all', 'default'].flatMap((name) => [
        `sysctl_net_ipv4_conf_${name}_accept_redirects`,
        `sysctl_net_ipv4_conf_${name}_secure_redirects`,
        `sysctl_net_ipv4_conf_${name}_send_redirects`,
        `sysctl_net_ipv6_conf_${name}_accept_redirects`,
      ]),
    ],
    'network/network-sysctl-baseline': [
      ...['all', 'default'].flatMap((name) => [
        `sysctl_net_ipv4_conf_${name}_accept_source_route`,
        `sysctl_net_ipv4_conf_${name}_log_martians`,
        `sysctl_net_ipv4_conf_${name}_rp_filter`,
        `sysctl_net_ipv6_conf_${name}_accept_ra`,
        `sysctl_net_ipv6_conf_${name}_accept_source_route`,
      ]),
      'sysctl_kernel_randomize_va_space',
      'sysctl_net_ipv4_icmp_echo_ignore_broadcasts',
      'sysctl_net_ipv4_icmp_ignore_bogus_error_responses',
      'sysctl_net_ipv4_tcp_syncookies',
    ],
    'network/packet-forwarding': ['sysctl_net_ipv4_ip_forward', 'sysctl_net_ipv6_conf_all_forwarding'],
    'software/unneeded-packages': [
      'disable_prelink',
      'package_gdm_removed',
      'package_nis_removed',
      'package_openldap-clients_removed',
      'package_rsh_removed',
      'package_talk_removed',
      'package_telnet_removed',
      'package_xorg-x11-server-common_removed',
    ],
    'software/unneeded-services': [
      ...['bind', 'dhcp', 'dovecot', 'httpd', 'net-snmp', 'openldap-servers', 'samba', 'squid'].map(
        (name) => `package_${name}_removed`,
      ),
      'package_vsftpd_removed',
      'package_xinetd_removed',
      'service_autofs_disabled',
      'service_avahi-daemon_disabled',
      'service_cups_disabled',
    ],
    'ssh/authentication': ['disable_host_auth', 'sshd_disable_empty_passwords', 'sshd_disable_root_login'],
    'ssh/session-timeouts': ['sshd_set_idle_timeout', 'sshd_set_keepalive'],
    'storage/audit-log-filesystem': ['partition_for_var_log_audit'],
    'sudo/command-logging': ['package_sudo_installed', 'sudo_add_use_pty', 'sudo_custom_logfile'],
  },

  exceptions: {
    ...Object.fromEntries(openscapSeenOtherwise.map(([test, why]) => [test, why])),
    accounts_passwords_pam_tally2: TALLY,
    aide_build_database: AIDE,
    aide_periodic_cron_checking: AIDE,
    audit_rules_login_events_tallylog: TALLY,
    audit_rules_privileged_commands_unix_chkpwd:
      'PAM runs it for every password that is checked, and has each recorded by itself.',
    audit_rules_immutable:
      'Until the next boot no rule could be changed or taken back, so it is off unless the policy names it.',
    auditd_data_retention_admin_space_left_action:
      'It asks for a host that halts when the disk of the audit log is full. That is a choice of the policy.',
    chronyd_run_as_chrony_user: ONE_CLOCK,
    chronyd_specify_remote_server: ONE_CLOCK,
    file_owner_grub2_cfg: NO_BOOT_LOADER,
    file_permissions_grub2_cfg: NO_BOOT_LOADER,
    grub2_audit_argument: NO_BOOT_LOADER,
    grub2_audit_backlog_limit_argument: NO_BOOT_LOADER,
    package_aide_installed: AIDE,
    package_chrony_installed: ONE_CLOCK,
    package_ntp_installed: ONE_CLOCK,
    partition_for_var_log_audit:
      'A person makes partitions; the control says how. A container has none to make.',
    service_auditd_enabled: KERNEL_AUDITS,
    service_chronyd_or_ntpd_enabled: ONE_CLOCK,
    service_ntp_enabled: ONE_CLOCK,
  },

  inForce: Object.fromEntries(openscapSeenOtherwise.map(([test, , inForce]) => [test, inForce])),

  outOfScope: {
    'banners before and after a login': ['file_*_etc_issue', 'file_*_etc_motd'],
    'boot loader password': ['grub2_password'],
    'core dumps': ['disable_users_coredumps', 'sysctl_fs_suid_dumpable'],
    'file access of users in the audit log': [
      'audit_rules_dac_modification_*',
      'audit_rules_file_deletion_events_*',
      'audit_rules_unsuccessful_file_modification_*',
    ],
    'helpers of scheduling, mail and SSH, and network names, in the audit log': [
      'audit_rules_networkconfig_modification',
      'audit_rules_privileged_commands_at',
      'audit_rules_privileged_commands_crontab',
      'audit_rules_privileged_commands_postdrop',
      'audit_rules_privileged_commands_postqueue',
      'audit_rules_privileged_commands_ssh_agent',
      'audit_rules_privileged_commands_ssh_keysign',
    ],
    'home directories and files in them': [
      'accounts_user_dot_group_ownership',
      'accounts_user_dot_user_ownership',
      'accounts_user_interactive_home_directory_exists',
      'file_permissions_home_directories',
      'no_netrc_files',
      'no_rsh_trust_files',
    ],
    'kernel modules': ['kernel_module_*', 'wireless_disable_interfaces'],
    'other partitions and mount options': [
      'mount_option_dev_shm_*',
      'partition_for_home',
      'partition_for_tmp',
      'partition_for_var',
      'partition_for_var_log',
      'partition_for_var_tmp',
    ],
    'password quality, age and hashing': [
      'accounts_maximum_age_login_defs',
      'accounts_minimum_age_login_defs',
      'accounts_password_all_shadowed_sha512',
      'accounts_password_pam_*',
      'accounts_password_set_*',
      'accounts_password_warn_age_login_defs',
    ],
    'su, search path and umask': [
      'accounts_root_path_dirs_no_write',
      'accounts_umask_*',
      'use_pam_wheel_for_su',
    ],
    'what sshd allows in a session, and its ciphers': [
      'sshd_disable_rhosts',
      'sshd_disable_tcp_forwarding',
      'sshd_disable_x11_forwarding',
      'sshd_do_not_permit_user_env',
      'sshd_set_loglevel_info',
      'sshd_set_max_auth_tries',
      'sshd_set_max_sessions',
      'sshd_use_approved_*',
    ],
    'who may use cron and at': ['file_*_at_allow', 'file_*_cron_allow', 'service_cron_enabled'],
  },
};
