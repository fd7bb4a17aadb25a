/** One container; options and command as `docker run` takes them. */
interface Container {
  readonly name: string;
  readonly options: readonly string[];
  readonly command: readonly string[];
}

/** `work` is run by a shell, in the host or at the other end of its wire, and succeeds as long as it works. */
interface Probe {
  readonly name: string;
  readonly from: 'host' | 'outside';
  readonly work: string;
}

/** Its own time-out, `-T`, ends it with a segmentation fault in Debian 12. */
const GET = 'timeout 2 busybox wget -q -O -';

/** What the Docker hosts of the lab run: every container is back after a restart of the engine and of the host. */
export const workload: {
  readonly image: string;
  readonly network: { readonly name: string; readonly subnet: string };
  /** Run by a shell in the host once all containers run, and never again. */
  readonly written: string;
  readonly containers: readonly Container[];
  readonly probes: readonly Probe[];
} = {
  image: 'lab',
  network: { name: 'inner', subnet: '10.204.0.0/24' },
  written: "docker exec store sh -c 'echo kept > /data/written'",
  containers: [
    {
      name: 'web',
      options: ['--publish=8080:80', '--restart=unless-stopped'],
      command: ['sh', '-c', 'mkdir -p /www && echo hello > /www/index.html && exec httpd -f -h /www'],
    },
    {
      name: 'backend',
      options: ['--network=inner', '--ip=10.204.0.10', '--restart=always'],
      command: ['sh', '-c', 'mkdir -p /www && echo data > /www/index.html && exec httpd -f -h /www'],
    },
    {
      name: 'frontend',
      options: ['--network=inner', '--restart=unless-stopped'],
      command: ['sleep', 'infinity'],
    },
    { name: 'plain', options: ['--restart=unless-stopped'], command: ['sleep', 'infinity'] },
    {
      name: 'store',
      options: ['--network=none', '--volume=data:/data', '--restart=always'],
      command: ['sleep', 'infinity'],
    },
  ],
  probes: [
    {
      name: 'the published port, from outside',
      from: 'outside',
      work: `${GET} http://10.203.0.2:8080 | grep -qx hello`,
    },
    {
      name: 'the published port, at the own address',
      from: 'host',
      work: `${GET} http://10.203.0.2:8080 | grep -qx hello`,
    },
    {
      name: 'the published port, at localhost',
      from: 'host',
      work: `${GET} http://127.0.0.1:8080 | grep -qx hello`,
    },
    { name: 'a name on the own network', from: 'host', work: 'docker exec frontend nslookup backend' },
    {
      name: 'another on the own network',
      from: 'host',
      work: 'docker exec frontend timeout 2 busybox wget -q -O - http://10.204.0.10 | grep -qx data',
    },
    {
      name: 'the gateway of the default network',
      from: 'host',
      work: 'docker exec plain ping -c 1 -W 2 172.17.0.1',
    },
    {
      name: 'outside, from the default network',
      from: 'host',
      work: 'docker exec plain ping -c 1 -W 2 10.203.0.1',
    },
    {
      name: 'outside, from the own network',
      from: 'host',
      work: 'docker exec frontend ping -c 1 -W 2 10.203.0.1',
    },
    { name: 'the volume', from: 'host', work: 'docker exec store cat /data/written | grep -qx kept' },
  ],
};
