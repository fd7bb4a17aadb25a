import type { Fact } from '../model/playbook.ts';
import { processes } from './processes.ts';

/** Whether logins by SSH are answered here, by a daemon that runs or one that systemd starts when somebody comes, and can be tried. */
export const runsSshd: Fact<boolean> = {
  name: 'runs-sshd',
  async read(host, use) {
    // Before anything else is asked: a captured host would not know the answers, and it cannot try either.
    const found = await host.rehearse('command -v sshd');
    if (found === null || found.status !== 0) return false;
    const running = (await use(processes)) ?? [];
    // It writes what it is at behind its name.
    if (running.some(({ argv }) => /^(?:\S*\/)?sshd(?::|$)/.test(argv[0] ?? ''))) return true;
    const sockets = [await host.live('unit', 'ssh.socket'), await host.live('unit', 'sshd.socket')];
    return sockets.some((socket) => socket?.active === 'active');
  },
};
