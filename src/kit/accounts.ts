import { groupSecrets } from '../facts/group-secrets.ts';
import { groups } from '../facts/groups.ts';
import { processes } from '../facts/processes.ts';
import { tolerated } from '../facts/tolerated.ts';
import { users } from '../facts/users.ts';
import { people } from './people.ts';

/** Users and groups in this host's files, and who runs what. Secrets may be unreadable: only root reads /etc/gshadow. */
export const accounts = { groups, users, processes, groupSecrets: tolerated(groupSecrets), people };
