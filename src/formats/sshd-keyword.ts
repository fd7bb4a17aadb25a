/** A keyword of sshd_config(5) whose meaning matters here. */
export interface SshdKeyword {
  /** As the manual spells it. */
  readonly name: string;
  /** Older names of the same, in lower case. */
  readonly aliases: readonly string[];
  /** What it may say: these words, in lower case; a time, or a number; null for lists of words. */
  readonly values: readonly string[] | 'time' | 'number' | null;
  /** What holds where nothing is said. */
  readonly default: string;
}

const FLAG = ['yes', 'no'];

/** Defaults and aliases: OpenSSH's servconf.c, fill_default_server_options() and its table of keywords. */
const KEYWORDS: readonly SshdKeyword[] = [
  { name: 'AuthenticationMethods', aliases: [], values: null, default: 'any' },
  { name: 'ClientAliveCountMax', aliases: [], values: 'number', default: '3' },
  { name: 'ClientAliveInterval', aliases: [], values: 'time', default: '0' },
  { name: 'HostbasedAuthentication', aliases: [], values: FLAG, default: 'no' },
  {
    name: 'KbdInteractiveAuthentication',
    aliases: ['challengeresponseauthentication', 'skeyauthentication'],
    values: FLAG,
    default: 'yes',
  },
  { name: 'LoginGraceTime', aliases: [], values: 'time', default: '120' },
  { name: 'PasswordAuthentication', aliases: [], values: FLAG, default: 'yes' },
  { name: 'PermitEmptyPasswords', aliases: [], values: FLAG, default: 'no' },
  {
    name: 'PermitRootLogin',
    aliases: [],
    values: [...FLAG, 'prohibit-password', 'without-password', 'forced-commands-only'],
    default: 'prohibit-password',
  },
  { name: 'PubkeyAuthentication', aliases: ['dsaauthentication'], values: FLAG, default: 'yes' },
];

const BY_NAME = new Map(
  KEYWORDS.flatMap((keyword) =>
    [keyword.name.toLowerCase(), ...keyword.aliases].map((name) => [name, keyword]),
  ),
);

/** The keyword by any of its names, in any case; null for one that nothing here rests on. */
export function sshdKeyword(written: string): SshdKeyword | null {
  return BY_NAME.get(written.toLowerCase()) ?? null;
}
