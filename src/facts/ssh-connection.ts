import { decodeHostText } from '../formats/host-text.ts';
import type { SshConnection } from '../model/observation.ts';
import type { Fact } from '../model/playbook.ts';

/** From where and to where somebody logs in: as whoever started this has, else on this machine itself. */
export const sshConnection: Fact<SshConnection> = {
  name: 'ssh-connection',
  async read(host) {
    const seen = await host.observe({ type: 'ssh-connection' });
    const connection = JSON.parse(decodeHostText(seen)) as SshConnection | null;
    return connection ?? { from: '127.0.0.1', to: '127.0.0.1', port: 22 };
  },
};
