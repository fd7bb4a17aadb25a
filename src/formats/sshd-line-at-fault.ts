/** What may be meant where sshd says no more than "Permission denied". */
const AUTHENTICATION =
  'AuthenticationMethods|PubkeyAuthentication|PasswordAuthentication|KbdInteractiveAuthentication|ChallengeResponseAuthentication|AuthorizedKeysFile|UsePAM|StrictModes';

/**
 * The first line among configuration files of sshd with a keyword that fits what it said when it refused a login, as
 * `PATH:LINE`; null where none does. No parser: of the files that change, it shows a person where to look.
 */
export function sshdLineAtFault(
  why: string,
  files: readonly { readonly path: string; readonly text: string }[],
): string | null {
  const keyword = /ROOT LOGIN REFUSED/.test(why)
    ? 'PermitRootLogin'
    : (/\b(?:(?:Allow|Deny)(?:Users|Groups)|PubkeyAcceptedAlgorithms|ForceCommand)\b/.exec(why)?.[0] ??
      (/no matching/.test(why) ? 'KexAlgorithms|Ciphers|MACs|HostKeyAlgorithms' : AUTHENTICATION));
  const pattern = new RegExp(`^\\s*(?:${keyword})[\\s=]`, 'i');
  for (const { path, text } of files) {
    const line = text.split('\n').findIndex((each) => pattern.test(each));
    if (line >= 0) return `${path}:${line + 1}`;
  }
  return null;
}
