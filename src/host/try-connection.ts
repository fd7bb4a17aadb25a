import { connect } from 'node:net';
import type { ConnectionProbe } from '../model/policy.ts';

/** Whether the port takes a connection and greets: null, or why it does not. Nothing is sent. */
export function tryConnection(
  { address, port, greeting }: ConnectionProbe,
  longestMs: number,
): Promise<string | null> {
  const place = `${address}:${port}`;
  return new Promise((answer) => {
    let said = '';
    const socket = connect({ host: address, port });
    const end = (why: string | null) => {
      socket.destroy();
      answer(why);
    };
    socket.setTimeout(longestMs, () => end(`${place} does not answer`));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(`${place} takes no connection: ${error.code ?? error.message}`),
    );
    socket.on('connect', () => greeting === '' && end(null));
    socket.on('data', (data) => {
      said += data.toString('latin1');
      if (said.length >= greeting.length) {
        end(said.startsWith(greeting) ? null : `${place} does not greet with ${greeting}`);
      }
    });
    socket.on('end', () => end(`${place} does not greet with ${greeting}`));
  });
}
