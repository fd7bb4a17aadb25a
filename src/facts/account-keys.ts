import { isLoginShell } from '../formats/is-login-shell.ts';
import { decideSshd, holdsForAll } from '../formats/sshd-evaluate.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { authorizedKeyFiles } from './authorized-key-files.ts';
import { sshd, statementsOf } from './sshd.ts';
import { users } from './users.ts';

/** sshd_config(5), where nobody sets it. */
const DEFAULT = '.ssh/authorized_keys .ssh/authorized_keys2';

/** Files with keys that let an account in by SSH, by the account's name; only of accounts that have a shell, and not root's. */
export const accountKeys: Fact<ReadonlyMap<string, readonly Path[]>> = {
  name: 'account-keys',
  async read(host, use) {
    const server = await use(sshd);
    const statements = server === null ? [] : statementsOf(server);
    const { by } = decideSshd(statements, 'AuthorizedKeysFile', holdsForAll);
    const setting = by === null ? DEFAULT : by.args.join(' ');
    const found = new Map<string, readonly Path[]>();
    for (const user of await use(users)) {
      if (user.uid === 0 || !user.home.startsWith('/') || !isLoginShell(user.shell)) continue;
      const files = await authorizedKeyFiles(host, user, setting);
      const paths = files.filter(({ keys }) => keys.length > 0).map(({ path }) => path);
      if (paths.length > 0) found.set(user.name, paths);
    }
    return found;
  },
};
