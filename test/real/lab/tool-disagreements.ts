import { readFacts } from '../../../src/engine/read-facts.ts';
import { groups } from '../../../src/facts/groups.ts';
import { sshd, statementsOf } from '../../../src/facts/sshd.ts';
import { sudoers } from '../../../src/facts/sudoers.ts';
import { sysctlConfiguration } from '../../../src/facts/sysctl-configuration.ts';
import { users } from '../../../src/facts/users.ts';
import { encodeHostText } from '../../../src/formats/host-text.ts';
import { decideSshd, holdsFor } from '../../../src/formats/sshd-evaluate.ts';
import { sshdKeyword } from '../../../src/formats/sshd-keyword.ts';
import { decideSudoers } from '../../../src/formats/sudoers-evaluate.ts';
import { sudoersUser } from '../../../src/formats/sudoers-user.ts';
import type { HostReader } from '../../../src/model/host.ts';
import type { Use } from '../../../src/model/playbook.ts';
import type { Ran } from './ran.ts';
import type { RunningHost } from './running-host.ts';

type Ask = (host: RunningHost, reader: HostReader, use: Use) => Promise<readonly string[]>;

const DOCKER = '/usr/bin/docker';
const FORWARDING = ['all', 'default', 'lo'].flatMap((name) =>
  ['accept_redirects', 'secure_redirects', 'send_redirects'].map((key) => `net/ipv4/conf/${name}/${key}`),
);

/** What our facts say of a host that is up, against what its own tools say; one line for each that differs. */
export async function toolDisagreements(host: RunningHost, reader: HostReader): Promise<readonly string[]> {
  const use = readFacts(reader);
  const found: string[] = [];
  for (const ask of [sysctlFiles, kernelSettings, mayRunDocker, mayLogIn])
    found.push(...(await ask(host, reader, use)));
  return found;
}

/** The files of sysctl.d that count, in their order. */
const sysctlFiles: Ask = async (host, _reader, use) => {
  const { files } = await use(sysctlConfiguration);
  const said = await saidBy(host, 'systemd-analyze', 'cat-config', 'sysctl.d');
  const theirs = said.stdout.split('\n').flatMap((line) => /^# (\/\S.*\.conf)$/.exec(line)?.[1] ?? []);
  return differing(
    'systemd-analyze cat-config sysctl.d',
    files.map(({ path }) => path).join(' '),
    theirs.join(' '),
  );
};

const kernelSettings: Ask = async (host, reader) => {
  const found: string[] = [];
  for (const key of FORWARDING) {
    const { stdout } = await saidBy(host, 'sysctl', '-n', key);
    found.push(...differing(`sysctl ${key}`, await reader.live('kernel-setting', key), stdout.trim()));
  }
  return found;
};

/** Every user who is somebody, and the command that all of this is about. */
const mayRunDocker: Ask = async (host, _reader, use) => {
  const policy = await use(sudoers);
  const all = await use(groups);
  const found: string[] = [];
  for (const user of await use(users)) {
    if (policy === null || user.uid < 1000 || user.uid > 60_000) continue;
    const { allowed } = decideSudoers(policy, sudoersUser(user, all), [DOCKER]);
    const { status } = await host.run('sudo', '-l', '-U', user.name, '-u', 'root', DOCKER);
    found.push(...differing(`sudo -l -U ${user.name} ${DOCKER}`, String(allowed), String(status === 0)));
  }
  return found;
};

/** What sshd would ask of root and of every user who is somebody, from this very host. */
const mayLogIn: Ask = async (host, _reader, use) => {
  const server = await use(sshd);
  if (server === null) return [];
  const all = await use(groups);
  const found: string[] = [];
  for (const user of await use(users)) {
    if (user.uid !== 0 && (user.uid < 1000 || user.uid > 60_000)) continue;
    const options = server.options.flatMap(({ text }) => ['-o', text.replace(/^-o /, '')]);
    const spec = `user=${user.name},host=localhost,addr=127.0.0.1`;
    const said = await saidBy(host, 'sshd', '-T', ...options, '-C', spec);
    const connection = {
      user: user.name,
      groups: sudoersUser(user, all).groups.map(({ name }) => name),
      host: 'localhost',
      address: '127.0.0.1',
      localAddress: null,
      localPort: null,
    };
    for (const [, keyword = '', theirs = ''] of said.stdout.matchAll(/^(\w+) (.*)$/gm)) {
      if (sshdKeyword(keyword) === null) continue;
      const ours = decideSshd(statementsOf(server), keyword, holdsFor(connection)).value;
      const now = theirs.replace('without-password', 'prohibit-password');
      found.push(...differing(`sshd -T -C ${spec} ${keyword}`, ours, now));
    }
  }
  return found;
};

async function saidBy(host: RunningHost, ...command: readonly string[]): Promise<Ran> {
  const ran = await host.run(...command);
  if (ran.status !== 0) throw new Error(`${command.join(' ')}: ${ran.status} ${ran.stderr}`);
  return ran;
}

/** What tools say comes as UTF-8, with a replacement for bytes that are none; ours is brought to the same. */
function differing(what: string, ours: string | null, theirs: string): string[] {
  const shown = ours === null ? null : Buffer.from(encodeHostText(ours)).toString();
  return shown === theirs ? [] : [`${what}: ${theirs}, not ${shown}`];
}
