import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** Somebody who is logged in by SSH. */
export interface SshSession {
  readonly user: string;
  /** As sshd told PAM: an address, or a name with UseDNS. */
  readonly from: string;
}

/** Where logind keeps what sd_session_get_remote_host(3) and its like read. */
const DIRECTORY: Path = '/run/systemd/sessions';

/**
 * Who is logged in by SSH, each user and address once. Whoever only has a connection, as those who guess passwords have
 * all day, is not among them. Null where logind does not run: nobody knows.
 */
export const sshSessions: Fact<readonly SshSession[] | null> = {
  name: 'ssh-sessions',
  async read(host) {
    if (host.identity.type === 'image') return null;
    const names = await host.list(DIRECTORY);
    if (names === null) return null;
    const found = new Map<string, SshSession>();
    // Beside each there is a pipe, by which logind sees its end.
    for (const name of names.filter((each) => !each.includes('.'))) {
      const values = (await hostFile(host, `${DIRECTORY}/${name}`, valuesIn)) ?? new Map<string, string>();
      const [user, from] = [values.get('USER') ?? '', values.get('REMOTE_HOST') ?? ''];
      if (values.get('SERVICE') !== 'sshd' || values.get('STATE') === 'closing') continue;
      if (user !== '' && from !== '') found.set(`${user} ${from}`, { user, from });
    }
    return [...found.values()];
  },
};

function valuesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}
