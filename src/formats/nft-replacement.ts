/**
 * What `nft -f` takes to make a table be just this, or to take it away: one transaction, which the kernel does wholly or
 * not at all, and which touches no other table. The first line makes the second one possible where there is none.
 */
export function nftReplacement(table: string, text: string | null): string {
  return `table ${table}\ndelete table ${table}\n${text ?? ''}`;
}
