import type { BootedHost } from './booted-host.ts';
import { workload } from './workload.ts';

/** All at once, each for two seconds: what has just been restarted may take a moment. Says which work. */
const TRY = `
  while [ $# -gt 0 ]; do
    (
      end=$(($(date +%s) + 2))
      until sh -c "$2" > /dev/null 2>&1; do
        [ "$(date +%s)" -lt "$end" ] || exit 0
        sleep 0.2
      done
      echo "$1"
    ) &
    shift 2
  done
  wait
`;

/** The names of the workload's probes that work, in their order (1 s, or up to 5 s where some do not). */
export function workloadProbe(host: BootedHost): readonly string[] {
  const working = (['host', 'outside'] as const).flatMap((from) => {
    const probes = workload.probes.filter((probe) => probe.from === from);
    const args = probes.flatMap(({ name, work }) => [name, work]);
    const run = from === 'host' ? host.run : host.outside;
    return run('/bin/sh', '-c', TRY, 'sh', ...args).stdout.split('\n');
  });
  return workload.probes.map(({ name }) => name).filter((name) => working.includes(name));
}
