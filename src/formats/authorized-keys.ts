/** A key of an authorized_keys file that opens a shell: not one that only ever runs a command, nor one that signs others. */
export interface AuthorizedKey {
  /** 1-based. */
  readonly line: number;
  /** As they stand there, without the blank behind them; `''` without any. */
  readonly options: string;
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, `sk-ssh-ed25519@openssh.com` … */
  readonly type: string;
  /** The key itself, in base64. */
  readonly blob: string;
}

const KEY = /^((?:ssh|ecdsa|sk)-[\w@.-]+)[ \t]+(AAAA[0-9A-Za-z+/]+={0,2})(?=[ \t]|$)/;
/** Up to the first blank outside double quotes. */
const OPTIONS = /^((?:"(?:\\"|[^"])*"|[^"\s])+)[ \t]+/;

/** sshd(8), AUTHORIZED_KEYS FILE FORMAT. sshd passes over a line that it does not understand, and so does this. */
export function parseAuthorizedKeys(text: string): readonly AuthorizedKey[] {
  return text.split('\n').flatMap((untrimmed, i) => {
    const line = untrimmed.trim();
    const options = KEY.test(line) ? '' : (OPTIONS.exec(line)?.[1] ?? '');
    const [, type, blob] = KEY.exec(line.slice(options.length).trimStart()) ?? [];
    if (line.startsWith('#') || type === undefined || blob === undefined) return [];
    return opensShell(options) ? [{ line: i + 1, options, type, blob }] : [];
  });
}

function opensShell(options: string): boolean {
  const names = options.replaceAll(/"(?:\\"|[^"])*"/g, '').split(',');
  return !names.some((name) => /^(?:command=|cert-authority$)/i.test(name));
}
