/** What sshd -e says at every login, or of other addresses than the one that is tried. */
const USUAL =
  /^(?:Server listening|Connection |Received|Postponed|Failed |Accepted|Disconnect|Transferred|User child|Starting session|Close session|Partial|(?:error: )?Bind to port|srclimit)/;

/** The first line among what sshd and ssh said that tells why nobody was let in. */
export function whySshRefuses(said: readonly string[]): string {
  const telling = said.find((line) => line.trim() !== '' && !USUAL.test(line)) ?? 'sshd does not say why';
  return telling.replace(/^(?:error|fatal): /, '').replace(/ \[preauth\]$/, '');
}
