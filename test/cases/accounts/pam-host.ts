import type { WrittenHost } from '../../../src/host/memory-host.ts';

/** A common file as pam-auth-update leaves it. */
export const common = (type: string, primary: readonly string[], additional: readonly string[] = []) =>
  `# /etc/pam.d/common-${type}
# here are the per-package modules (the "Primary" block)
${primary.map((line) => `${type}\t${line}\n`).join('')}# here's the fallback if no module succeeds
${type}\trequisite\t\t\tpam_deny.so
# prime the stack
${type}\trequired\t\t\tpam_permit.so
# and here are more per-package modules (the "Additional" block)
${additional.map((line) => `${type}\t${line}\n`).join('')}# end of pam-auth-update config
`;

const MODULES = [
  'unix',
  'sss',
  'deny',
  'permit',
  'rootok',
  'nologin',
  'faillock',
  'cap',
  'env',
  'google_authenticator',
  'wheel',
];
export const SECURITY = '/usr/lib/x86_64-linux-gnu/security';

/** PAM as Debian 12 has it. */
export const PAM: NonNullable<WrittenHost['entries']> = {
  ...Object.fromEntries(MODULES.map((name) => [`${SECURITY}/pam_${name}.so`, ''])),
  '/etc/pam.d/common-auth': common('auth', ['[success=1 default=ignore]\tpam_unix.so nullok']),
  '/etc/pam.d/common-account': common('account', [
    '[success=1 new_authtok_reqd=done default=ignore]\tpam_unix.so ',
  ]),
  '/etc/pam.d/sshd': '@include common-auth\naccount required pam_nologin.so\n@include common-account\n',
  '/etc/pam.d/su': 'auth sufficient pam_rootok.so\n@include common-auth\n@include common-account\n',
  '/etc/pam.d/su-l': 'auth include su\naccount include su\n',
  '/etc/pam.d/runuser': 'auth sufficient pam_rootok.so\nsession required pam_unix.so\n',
  '/etc/pam.d/passwd': '@include common-password\n',
  '/etc/pam.d/common-password': 'password required pam_unix.so\n',
  '/etc/pam.d/other': '@include common-auth\n@include common-account\n',
  '/var/lib/pam/auth': 'Module: unix\n[success=end default=ignore]\tpam_unix.so nullok\n',
  '/var/lib/pam/account': 'Module: unix\n[success=end new_authtok_reqd=done default=ignore]\tpam_unix.so\n',
  '/var/lib/pam/seen': 'unix\nmkhomedir\n',
  '/etc/security/faillock.conf': '# deny = 3\n# unlock_time = 600\n',
};
