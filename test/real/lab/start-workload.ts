import type { BootedHost } from './booted-host.ts';
import { workload } from './workload.ts';

/** An image of nothing but busybox, made inside from the host's own. */
const IMAGE = `
  root=$(mktemp -d)
  mkdir "$root/bin" "$root/tmp"
  cp /bin/busybox "$root/bin"
  chroot "$root" /bin/busybox --install -s /bin
  tar -C "$root" -c . | docker import - "$1"
  rm -r "$root"
`;

/** Makes the image, the network and the containers of workload.ts in a host where the engine runs (5 s). */
export function startWorkload(host: BootedHost): void {
  const run = (...command: readonly string[]) => {
    const { status, stdout, stderr } = host.run(...command);
    if (status !== 0) throw new Error(`${command.join(' ')}: ${status}\n${stderr}${stdout}`);
  };
  const { image, network, containers, written } = workload;
  run('/bin/sh', '-euc', IMAGE, 'sh', image);
  run('docker', 'network', 'create', `--subnet=${network.subnet}`, network.name);
  for (const { name, options, command } of containers)
    run('docker', 'run', '--detach', '--init', `--name=${name}`, ...options, image, ...command);
  run('/bin/sh', '-euc', written);
}
