/** Files below /etc/ssh by their names. */
export type SshdTree = { readonly [name: string]: string };

const MAIN = 'sshd_config';

/** Configurations that sshd starts with, each about one way of saying something. */
export const sshdTrees: readonly SshdTree[] = [
  { [MAIN]: '' },
  { [MAIN]: 'PasswordAuthentication no\nPasswordAuthentication yes\n' },
  { [MAIN]: '\tpasswordAUTHENTICATION = no # why\r\n  PermitRootLogin "without-password"\r\n' },
  { [MAIN]: '"PasswordAuthentication" no\nPermitEmptyPasswords=yes\nPubkeyAuthentication= no\f' },
  { [MAIN]: "ChallengeResponseAuthentication no\ndsaauthentication 'no'\nHostbasedAuthentication YES" },
  { [MAIN]: 'SkeyAuthentication no\nKbdInteractiveAuthentication yes\n' },
  { [MAIN]: 'AuthenticationMethods publickey,keyboard-interactive "publickey,password" # two\n' },
  {
    [MAIN]: 'Include /etc/ssh/sshd_config.d/*.conf\nPasswordAuthentication no\n',
    'sshd_config.d/10-a.conf': 'PermitRootLogin yes\n',
    'sshd_config.d/9-b.conf': 'PasswordAuthentication yes\nPermitRootLogin no\n',
    'sshd_config.d/.hidden.conf': 'PubkeyAuthentication no\n',
    'sshd_config.d/c.txt': 'PubkeyAuthentication no\n',
  },
  {
    [MAIN]:
      'PermitRootLogin no\nInclude first.conf none*.conf sshd_config.d/*.conf\nPubkeyAuthentication no\n',
    'first.conf': 'Include sshd_config.d/deep/?.conf\nPermitRootLogin yes\n',
    'sshd_config.d/deep/a.conf': 'PasswordAuthentication no\n',
    'sshd_config.d/z.conf': 'PasswordAuthentication yes\nPubkeyAuthentication yes\n',
  },
  // A block ends with its file.
  {
    [MAIN]: 'Include sshd_config.d/*.conf\nPasswordAuthentication no\nPermitRootLogin no\n',
    'sshd_config.d/1.conf': 'Match User alice\n  PasswordAuthentication yes\n',
    'sshd_config.d/2.conf': 'PermitRootLogin yes\n',
  },
  // An Include in a block is in it, with its own blocks.
  {
    [MAIN]:
      'PasswordAuthentication no\nMatch Group ops\n Include ops.conf\n PermitRootLogin yes\nMatch all\nPubkeyAuthentication no\n',
    'ops.conf':
      'PasswordAuthentication yes\nMatch Address 10.0.0.0/8\nPermitEmptyPasswords yes\nMatch User bob\nPubkeyAuthentication yes\n',
  },
  {
    [MAIN]:
      'Match User alice\nPasswordAuthentication no\nMatch User a*\nPasswordAuthentication yes\nPermitRootLogin no\nMatch all\nPasswordAuthentication no\n',
  },
  { [MAIN]: 'Match all\nPasswordAuthentication no\nMatch User *\nPasswordAuthentication yes\n' },
  { [MAIN]: 'PasswordAuthentication yes\nMatch User *,!alice\nPasswordAuthentication no\n' },
  { [MAIN]: 'Match Group !ops,users\nPasswordAuthentication no\n' },
  { [MAIN]: 'Match Host *.EXAMPLE.org User "alice" # here\nPermitRootLogin no\n' },
  { [MAIN]: 'Match Address 192.168.1.0/24,!192.168.1.7,10.*\nPasswordAuthentication no\n' },
  { [MAIN]: 'Match Address 2001:db8::/32,::1,fe80::1.2.3.4\nPasswordAuthentication no\n' },
  { [MAIN]: 'Match LocalAddress 10.0.0.1 LocalPort 2222\nPasswordAuthentication no\n' },
  { [MAIN]: 'ClientAliveInterval 1h30m5\nClientAliveCountMax 0\nLoginGraceTime 2M\n' },
  { [MAIN]: 'LoginGraceTime 0\nLoginGraceTime 30\nMatch User alice\nClientAliveInterval 1w2d\n' },
  {
    [MAIN]:
      'AllowUsers alice bob\nallowusers=root # us\nDenyGroups ops\nMatch User bob\nAllowUsers bob@10.0.0.0/8,192.168.*\nMatch Address 10.0.0.0/8\nAllowUsers eve\nDenyUsers "m al"\nMatch all\nAllowGroups users ops\n',
  },
  {
    [MAIN]: 'DenyUsers *@!10.0.0.0/8,!2001:db8::/32,!::1,*\nInclude d.conf\n',
    'd.conf': 'DenyUsers eve\nMatch Group ops\nDenyUsers bob\n',
  },
  { [MAIN]: 'Match RDomain x\nPasswordAuthentication no\n' },
];

/** Configurations that neither sshd nor we take, with the line. */
export const sshdRefused: readonly (readonly [text: string, line: number])[] = [
  ['# a\nPasswordAuthentication\n', 2],
  ['PasswordAuthentication maybe\n', 1],
  ['PasswordAuthentication no yes\n', 1],
  ['PasswordAuthentication # no\n', 1],
  ['PasswordAuthentication "no\n', 1],
  ['AllowUsers alice@10.0.0.1/8\n', 1],
  ['DenyUsers a b@10.0.0.0/8,\n', 1],
  ['AllowUsers ""\n', 1],
  ['LoginGraceTime soon\n', 1],
  ['ClientAliveInterval 1y\n', 1],
  ['ClientAliveCountMax 3m\n', 1],
  ['Match\n', 1],
  ['Match User\n', 1],
  ['\nMatch User a Nobody b\n', 2],
  ['Match all User a\n', 1],
  ['Match User a all\n', 1],
  ['Match Address 10.0.0.1/8\n', 1],
  ['Match Address 10.0.0.0/33\n', 1],
  ['Match Address 10.0.0.0/8,\n', 1],
  ['Match LocalPort x\n', 1],
];
