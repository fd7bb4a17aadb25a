import { sshConnection } from '../facts/ssh-connection.ts';
import type { BuiltIn } from './built-in.ts';

/** sshd answers where whoever runs this has come in, else at this machine's port 22. */
export const sshPort: BuiltIn = {
  name: 'ssh-port',
  async read(_host, use) {
    const { to, port } = await use(sshConnection);
    return [{ name: `SSH at ${to}:${port}`, address: to, port, greeting: 'SSH-' }];
  },
};
