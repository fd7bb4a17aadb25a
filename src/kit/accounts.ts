import { accountSources as sources } from '../facts/account-sources.ts';
import { groupSecrets } from '../facts/group-secrets.ts';
import { groups } from '../facts/groups.ts';
import { processes } from '../facts/processes.ts';
import { tolerated } from '../facts/tolerated.ts';
import { userSecrets } from '../facts/user-secrets.ts';
import { users } from '../facts/users.ts';
import { people } from './people.ts';

/** Users and groups in this host's files, and who runs what. Secrets may be unreadable: only root reads /etc/gshadow. */
export const accounts = {
  groups,
  users,
  sources,
  processes,
  userSecrets,
  people,
  groupSecrets: tolerated(groupSecrets),
};
