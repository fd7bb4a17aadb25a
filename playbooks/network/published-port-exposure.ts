import { definePlaybook, publishedPorts } from '../../src/kit/index.ts';

export default definePlaybook({
  id: 'network/published-port-exposure',
  title: 'Other machines reach only the published ports that they should',
  severity: 'high',
  mode: 'param',
  profiles: ['strict'],
  access: true,
  why: `
    A port that a container publishes is open to everybody, at every address of the host,
    whatever its firewall says of what comes in: Docker passes it on before INPUT, ufw or a
    zone of firewalld see it. Databases and admin pages are found on the Internet that way.
  `,
  mayBreak: [
    'published ports that are not named, for every other machine, also those of containers to come',
    'reverse proxies on other hosts that use such a port',
    'services of a swarm whose ports are not named',
  ],
  references: {
    'cis-docker-1.6.0': ['5.8', '5.9', '5.14'],
    'stig-docker-enterprise': ['V-235804', 'V-235819', 'V-235820', 'V-235837'],
    'nist-800-53': ['CM-7', 'SC-7'],
    'nist-800-190': ['4.4.2'],
    'pci-dss-4.0.1': ['1.2.5', '1.4.2'],
    'iso-27001-2022': ['A.8.20', 'A.8.21', 'A.8.22'],
  },

  params: {
    allowed: {
      type: 'names',
      describe: 'published ports that other machines may use, and from where: tcp/443, tcp/8443@10.0.0.0/8',
      default: [],
    },
  },

  facts: {
    daemon: publishedPorts.daemon,
    bindings: publishedPorts.bindings,
    nft: publishedPorts.program,
    boot: publishedPorts.boot,
    live: publishedPorts.live,
    sockets: publishedPorts.sockets,
    interfaces: publishedPorts.interfaces,
  },

  choices: ({ facts }) => ({ allowed: publishedPorts.names(facts) }),

  applies: ({ facts }) => publishedPorts.hasDocker(facts),

  assess: ({ facts, params }) => publishedPorts.onlyAllowed(facts, params.allowed),
});
