import { accountJobs as jobs } from '../facts/account-jobs.ts';
import { accountKeys as keys } from '../facts/account-keys.ts';
import { accountOddities as oddities } from '../facts/account-oddities.ts';
import { accountSources as sources } from '../facts/account-sources.ts';
import { firstPerson } from '../facts/first-person.ts';
import { groupSecrets } from '../facts/group-secrets.ts';
import { groups } from '../facts/groups.ts';
import { noLogin } from '../facts/no-login.ts';
import { processes } from '../facts/processes.ts';
import { servicesAsUser as services } from '../facts/services-as-user.ts';
import { tolerated } from '../facts/tolerated.ts';
import { userSecrets } from '../facts/user-secrets.ts';
import { useraddDefaults } from '../facts/useradd-defaults.ts';
import { users } from '../facts/users.ts';
import { accountIntegrity } from './account-integrity.ts';
import { inactiveAccounts } from './inactive-accounts.ts';
import { people } from './people.ts';
import { systemWithShell } from './system-shells.ts';
import { loginAccounts, unneededAccounts } from './unneeded-accounts.ts';

/** Users and groups in this host's files, and who runs what. Secrets may be unreadable: only root reads /etc/gshadow. */
export const accounts = {
  groups,
  users,
  sources,
  processes,
  services,
  jobs,
  userSecrets,
  keys,
  noLogin,
  firstPerson,
  oddities,
  useraddDefaults,
  people,
  groupSecrets: tolerated(groupSecrets),
  withLogin: loginAccounts,
  onlyNeeded: unneededAccounts,
  givenUp: inactiveAccounts,
  sound: accountIntegrity,
  systemWithShell,
};
