/** The playbooks that have something to put right where makeWrong (make-wrong.ts) has been, sorted. */
export const MADE_WRONG = [
  'accounts/account-integrity',
  'accounts/docker-group-members',
  'accounts/login-failure-lockout',
  'accounts/shell-idle-timeout',
  'accounts/unneeded-accounts',
  'audit/docker-binaries',
  'audit/docker-files',
  'network/icmp-redirects',
  'ssh/authentication',
  'sudo/docker-command-rule',
  'sudo/password-required',
];
