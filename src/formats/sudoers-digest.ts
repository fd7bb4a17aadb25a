const BYTES: { readonly [name: string]: number } = { sha224: 28, sha256: 32, sha384: 48, sha512: 64 };

/** Whether `digest` can be one of the named function, in hex or in base64 with or without padding. */
export function isSudoersDigest(name: string, digest: string): boolean {
  const bytes = BYTES[name];
  if (bytes === undefined) return false;
  if (/^[0-9A-Fa-f]+$/.test(digest)) return digest.length === 2 * bytes;
  return (
    digest.length === (digest.endsWith('=') ? 4 * Math.ceil(bytes / 3) : Math.floor((4 * bytes + 2) / 3))
  );
}
