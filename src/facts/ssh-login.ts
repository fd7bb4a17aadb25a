import type { PasswdEntry } from '../formats/passwd.ts';
import { parseShadow, shadowFormat } from '../formats/shadow.ts';
import { type SshKeyKind, sshKeyKind } from '../formats/ssh-key-kind.ts';
import { MADE, type SshWay, sshLoginScript } from '../formats/ssh-login-script.ts';
import { whySshRefuses } from '../formats/why-ssh-refuses.ts';
import type { HostReader } from '../model/host.ts';
import type { SshConnection } from '../model/observation.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { authorizedKeyFiles } from './authorized-key-files.ts';
import { hostFile } from './host-file.ts';
import { sshConnection } from './ssh-connection.ts';
import { sshdSettings } from './sshd-settings.ts';
import { users } from './users.ts';

export interface SshLogin {
  /** `partly`: what could be shown was accepted, and a second factor asked for that nobody has here. */
  readonly admitted: 'wholly' | 'partly' | 'no';
  /** Where not wholly: in sshd's words. */
  readonly why: string;
}

/** From what is made in no time to what takes seconds. */
const KINDS = ['ed25519', 'ecdsa', 'rsa'];

/**
 * Whether a user gets a shell by SSH: logs in, for real, to a second sshd, with keys of the same kinds and options as
 * the user's own, then with a password if one is set. Null where nothing can be tried or no sshd runs.
 *
 * Not known are ways in that rest on others: certificates, AuthorizedKeysCommand, Kerberos, accounts of a directory.
 */
export function sshLogin(name: string): Fact<SshLogin | null> {
  return {
    name: `ssh-login ${name}`,
    async read(host, use) {
      // Most accounts have no shell, and need not be asked about.
      const user = (await use(users)).find((each) => each.name === name);
      if (user === undefined) return no('there is no such account');
      if (/\/(?:nologin|false)$/.test(user.shell)) return no(`its shell is ${user.shell}`);
      const settings = await use(sshdSettings(name));
      if (settings === null) return null;
      if ('refused' in settings) return no(settings.refused);
      const command = settings.values.get('forcecommand') ?? 'none';
      if (command !== 'none') return no(`ForceCommand ${command} is run instead of a shell`);

      const connection = await use(sshConnection);
      let last = no('it has neither a key that sshd looks for nor a password');
      for (const way of await waysOf(host, user, settings.values.get('authorizedkeysfile') ?? '')) {
        const tried = await tryWay(host, user.name, connection, way);
        if (tried.admitted === 'wholly') return tried;
        if (last.admitted === 'no') last = tried;
      }
      return last;
    },
  };
}

async function tryWay(
  host: HostReader,
  user: string,
  connection: SshConnection,
  way: SshWay,
): Promise<SshLogin> {
  const answer = await host.rehearse(sshLoginScript(user, connection, way));
  const said = answer?.stdout.trimEnd().split(/\r?\n/) ?? [];
  const status = said.pop() ?? '';
  if (answer?.status !== 0 || !/^\d+$/.test(status)) {
    const why = answer?.stderr.trim().replaceAll(/\s*\n\s*/g, '; ') ?? 'nothing can be tried here';
    throw new Refused({ code: 'command-failed', args: { command: `ssh ${user}@${connection.to}`, why } });
  }
  if (status === '0') return { admitted: 'wholly', why: '' };
  const isPartly = said.some((line) => line.startsWith(`Partial `));
  return { admitted: isPartly ? 'partly' : 'no', why: whySshRefuses(said) };
}

async function waysOf(host: HostReader, user: PasswdEntry, setting: string): Promise<readonly SshWay[]> {
  const files = await authorizedKeyFiles(host, user, setting);
  const kinds = new Set(files.flatMap(({ keys }) => keys.map(sshKeyKind)).filter((kind) => kind !== null));
  const ways = [...kinds]
    .toSorted((a, b) => cost(a) - cost(b))
    .map((key): SshWay => {
      const withMade = files.map(({ path, keys }) => ({
        path,
        text: keys
          .filter((each) => sshKeyKind(each) === key)
          .map(({ options }) => `${options} ${MADE}\n`)
          .join(''),
      }));
      return { key, files: withMade };
    });
  const shadow = await hostFile(host, '/etc/shadow', (text) => text);
  const password = shadow === null ? undefined : parseShadow(shadow).find(({ name }) => name === user.name);
  if (shadow === null || password?.password !== 'set') return ways;
  const text = shadowFormat.set(shadow, `${user.name}/password`, MADE);
  return [...ways, { key: null, files: [{ path: '/etc/shadow', text }] }];
}

function cost(kind: SshKeyKind): number {
  return KINDS.findIndex((each) => kind.startsWith(each));
}

function no(why: string): SshLogin {
  return { admitted: 'no', why };
}
