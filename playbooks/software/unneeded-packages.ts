import { definePlaybook, packages } from '../../src/kit/index.ts';

/** By their names in Debian and Ubuntu. */
const UNNEEDED = [
  'atftp',
  'ftp',
  'gdm3',
  'inetutils-ftp',
  'inetutils-talk',
  'inetutils-telnet',
  'ldap-utils',
  'lightdm',
  'nis',
  'prelink',
  'rsh-client',
  'rsh-redone-client',
  'rsh-redone-server',
  'rsh-server',
  'sddm',
  'talk',
  'talkd',
  'telnet',
  'telnet-ssl',
  'telnetd',
  'telnetd-ssl',
  'tftp',
  'tftp-hpa',
  'tnftp',
  'xserver-xorg-core',
  'yp-tools',
  'ypbind-mt',
  'ypserv',
];
/** Builds run on some hosts on purpose; an attacker who has broken in likes to find them everywhere. */
const COMPILERS = ['clang', 'g++', 'gcc', 'golang-go', 'rustc', 'tcc'];

export default definePlaybook({
  id: 'software/unneeded-packages',
  title: 'No software is installed that a container host does not need',
  severity: 'medium',
  mode: 'param',
  profiles: ['strict'],
  why: `
    Clients of telnet, rsh, FTP and NIS send passwords in the clear to whoever listens, and
    directory clients, desktops and compilers give somebody who has broken in tools to go on
    with. What is not installed has no holes to close, and what runs belongs in containers.
  `,
  mayBreak: [
    'scripts and people who use one of these clients, such as telnet to try a port',
    'programs that were installed by hand and rest on a package without saying so',
  ],
  references: {
    'cis-debian-12': ['2.1.20', '2.2.1', '2.2.2', '2.2.3', '2.2.4', '2.2.5', '2.2.6', '1.7.1'],
    'cis-ubuntu-24.04': ['2.1.20', '2.2.1', '2.2.2', '2.2.3', '2.2.4', '2.2.5', '2.2.6', '1.7.1'],
    'nist-800-53': ['CM-7'],
    'nist-800-190': ['4.5.1'],
    'pci-dss-4.0.1': ['2.2.4'],
    'iso-27001-2022': ['A.8.19'],
  },

  params: {
    unneeded: {
      type: 'names',
      describe: 'packages that are removed where they are installed; their configuration stays',
      default: UNNEEDED,
    },
    allowed: {
      type: 'names',
      describe: 'packages that are needed here, whatever the other list says',
      default: [],
    },
    most: {
      type: 'number',
      describe: 'how many other packages may go along with one, because they depend on it',
      default: 3,
      min: 0,
      max: 50,
    },
  },

  facts: {
    packages: packages.database,
    manager: packages.manager,
    image: packages.imageRoot,
    orphaned: packages.orphaned,
  },

  choices: ({ facts }) => ({
    allowed: [...UNNEEDED, ...COMPILERS].filter((name) => packages.installed(facts.packages, name) !== null),
  }),

  applies: ({ facts }) => facts.manager !== null || 'no package manager has installed anything here',

  assess: ({ facts, params }) =>
    packages.unneeded(facts, {
      unneeded: params.unneeded,
      allowed: params.allowed,
      most: params.most,
      questionable: COMPILERS,
    }),
});
