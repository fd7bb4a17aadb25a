/**
 * Takes the signals that end a session while something is being written. They stop a run between two changes, and
 * it is undone; a terminal that has gone away stops nothing that way, and never half a change.
 */
export function listenForSignals(): () => string | null {
  let seen: string | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      seen ??= signal;
    });
  }
  return () => seen;
}
