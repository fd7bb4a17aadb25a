/**
 * A table of nftables as `nft --stateless --numeric-protocol list table` prints it, the same for every release of nft: they set blank lines
 * between chains, or do not.
 */
export function canonicalNftTable(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => `${line}\n`).join('');
}
