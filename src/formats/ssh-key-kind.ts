import type { AuthorizedKey } from './authorized-keys.ts';

/** What ssh-keygen(1) makes a key of the same kind from: `-t ed25519`; `-t rsa -b 3072`. */
export type SshKeyKind = 'ed25519' | `${'ecdsa' | 'rsa'} -b ${number}`;

/**
 * Of a key's type and length, which sshd may allow or not (PubkeyAcceptedAlgorithms, RequiredRSASize). A key that is in
 * a token counts as the same without one: nothing else can be made here. Null for a kind that sshd has no more.
 */
export function sshKeyKind({ type, blob }: AuthorizedKey): SshKeyKind | null {
  if (/ed25519/.test(type)) return 'ed25519';
  if (type === 'ssh-rsa') return `rsa -b ${rsaBits(Buffer.from(blob, 'base64'))}`;
  const curve = /^(?:sk-)?ecdsa-sha2-nistp(256|384|521)/.exec(type)?.[1];
  return curve === undefined ? null : `ecdsa -b ${Number(curve)}`;
}

/** RFC 4253, 6.6: three fields, each behind its length: the name, the exponent, the modulus (with a zero byte before a high bit). */
function rsaBits(blob: Buffer): number {
  let at = 0;
  const next = () => {
    const length = at + 4 <= blob.length ? blob.readUInt32BE(at) : 0;
    const field = blob.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return field;
  };
  next();
  next();
  const modulus = next();
  return (modulus[0] === 0 ? modulus.length - 1 : modulus.length) * 8;
}
