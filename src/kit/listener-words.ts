import type { OpenListener } from './open-listeners.ts';

/** Who listens there: `nginx (nginx.service)`, for evidence. */
export function listenerWords({ sockets }: OpenListener): string {
  const programs = sockets.flatMap((socket) => socket.programs);
  const names = programs.map(({ path, unit }) => {
    const name = path?.slice(path.lastIndexOf('/') + 1) ?? 'a program without a file';
    return unit === null ? name : `${name} (${unit})`;
  });
  const addresses = [...new Set(sockets.map(({ address }) => address))].join(', ');
  const who = [...new Set(names)].join(', ') || 'a program that only root can see';
  return `${who} listens at ${addresses}`;
}
