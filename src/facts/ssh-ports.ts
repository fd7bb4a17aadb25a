import { isLoopback } from '../formats/is-loopback.ts';
import type { Fact } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { enabledBy } from './enabled-by.ts';
import { sockets } from './sockets.ts';
import { sshd, statementsOf } from './sshd.ts';
import { unitFile } from './unit-file.ts';

/** A port that logins by SSH come in at, now or after the next boot. */
export interface SshPort {
  readonly port: number;
  readonly evidence: Evidence;
}

/**
 * sshd's ports: `Port` and `ListenAddress` of its configuration, those of an ssh.socket that systemd holds for it, and
 * those that it listens at now. Empty where there is no sshd.
 */
export const sshPorts: Fact<readonly SshPort[]> = {
  name: 'ssh-ports',
  async read(_host, use) {
    const server = await use(sshd);
    if (server === null) return [];
    const said = statementsOf(server).filter(({ blocks }) => blocks.length === 0);
    const found: SshPort[] = [];
    for (const { key, args, path, line, text } of said) {
      const port = key === 'port' ? args[0] : key === 'listenaddress' ? portOf(args[0] ?? '') : undefined;
      if (port !== undefined && isPort(port))
        found.push({ port: Number(port), evidence: { source: path, line, says: text.trim(), wins: true } });
    }
    if (found.length === 0) {
      const says = "no Port: sshd's own is 22";
      found.push({ port: 22, evidence: { source: server.main.path, says, wins: true } });
    }
    if ((await use(enabledBy('ssh.socket'))) !== null) {
      for (const { value, source, line } of (await use(unitFile('ssh.socket')))?.values(
        'Socket',
        'ListenStream',
      ) ?? []) {
        const port = portOf(value) ?? value;
        const evidence = { source, line, says: `ListenStream=${value}`, wins: true };
        if (isPort(port)) found.push({ port: Number(port), evidence });
      }
    }
    for (const { protocol, address, port, programs } of (await use(sockets))?.listening ?? []) {
      // What a session of sshd's listens at is forwarded for somebody, and is in a scope of its own.
      const isSshd = !isLoopback(address) && programs.some(({ unit }) => /^sshd?\./.test(unit ?? ''));
      const evidence = { source: '/proc/net/tcp', says: `sshd listens at ${port}`, wins: true };
      if (protocol === 'tcp' && isSshd) found.push({ port, evidence });
    }
    return found.filter(({ port }, i) => found.findIndex((other) => other.port === port) === i);
  },
};

/** Of `192.0.2.1:22`, `[::]:22` or `name:22`; an IPv6 address without brackets has none. */
function portOf(address: string): string | undefined {
  return /^(?:\[[^\]]*\]|[^:]*):(\d+)$/.exec(address)?.[1];
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65536;
}
