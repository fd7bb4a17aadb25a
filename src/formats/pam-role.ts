import type { PamModule } from './pam.ts';

/**
 * What a module is to whoever wants in. `source`: knows who somebody is, by a password or otherwise; so is every module
 * that is not known here. `condition`: asks for something else about them. `benign`: prepares, and says yes.
 */
export type PamRole = 'deny' | 'permit' | 'root' | 'faillock' | 'condition' | 'benign' | 'source';

const ROLES: { readonly [module: string]: PamRole } = {
  pam_deny: 'deny',
  pam_permit: 'permit',
  pam_rootok: 'root',
  pam_faillock: 'faillock',
  ...all('condition', [
    'pam_access',
    'pam_exec',
    'pam_listfile',
    'pam_localuser',
    'pam_script',
    'pam_succeed_if',
    'pam_time',
    'pam_usertype',
    'pam_wheel',
  ]),
  ...all('benign', [
    'pam_cap',
    'pam_debug',
    'pam_echo',
    'pam_ecryptfs',
    'pam_env',
    'pam_faildelay',
    'pam_gnome_keyring',
    'pam_group',
    'pam_issue',
    'pam_keyinit',
    'pam_kwallet',
    'pam_kwallet5',
    'pam_lastlog',
    'pam_limits',
    'pam_loginuid',
    'pam_mail',
    'pam_motd',
    'pam_mount',
    'pam_nologin',
    'pam_securetty',
    'pam_selinux',
    'pam_sepermit',
    'pam_shells',
    'pam_umask',
    'pam_warn',
  ]),
};

export function pamRole(module: PamModule): PamRole {
  return ROLES[pamModuleName(module)] ?? 'source';
}

/** The module's name without directory and `.so`. */
export function pamModuleName({ module }: PamModule): string {
  return module.replace(/^.*\//, '').replace(/\.so$/, '');
}

function all(role: PamRole, names: readonly string[]): { readonly [module: string]: PamRole } {
  return Object.fromEntries(names.map((name) => [name, role]));
}
