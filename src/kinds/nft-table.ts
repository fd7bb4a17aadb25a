import { canonicalNftTable } from '../formats/canonical-nft-table.ts';
import { nftReplacement } from '../formats/nft-replacement.ts';
import { readNftRuleset } from '../formats/nft-ruleset.ts';
import { nftTokens } from '../formats/nft-tokens.ts';
import { Malformed } from '../model/format.ts';
import type { Json } from '../model/json.ts';
import type { Kind } from '../model/kind.ts';
import type { Refusal } from '../model/refusal.ts';

/**
 * One table of nftables in the kernel, all of it: put in one transaction, so that no packet meets half of it. Its key is
 * the family and the name, `inet holdfast-input`. Tables of other hands, Docker's among them, are never touched.
 */
export const nftTableKind: Kind = {
  undo: () => 'exact',
  read: (host, key) => host.live('nft-table', key),
  want: (_before, parts) => canonical(parts[0]?.desired ?? null),
  put: (host, key, to) => host.putLive('nft-table', key, canonical(to)),
  where(now, { before, after }) {
    if (now === after) return 'after';
    return now === before ? 'before' : 'foreign';
  },
  async validate(host, key, to) {
    const text = canonical(to);
    if (text === null) return null;
    const why = whyNotJust(key, text);
    if (why !== null) return invalid(key, 'holdfast', why);
    const candidate = Buffer.from(nftReplacement(key, text));
    const answer = await host.checkCandidate('nft', ['--check', '-f', '-'], candidate);
    return answer === null || answer.ok ? null : invalid(key, 'nft', answer.says);
  },
  show: (before, after, _blobs, key) => ({
    type: 'text',
    path: `table ${key}`,
    before: canonical(before),
    after: canonical(after),
    notes: [],
  }),
  part: (state) => state,
};

function canonical(state: Json): string | null {
  return typeof state === 'string' ? canonicalNftTable(state) : null;
}

/** What is put says nothing of any other table. */
function whyNotJust(key: string, text: string): string | null {
  try {
    const { tables, unread } = readNftRuleset(nftTokens(text, key));
    const [table] = tables;
    if (unread !== undefined) return `line ${unread.line}: ${unread.text} cannot be read`;
    const isJust = tables.length === 1 && `${table?.family} ${table?.name}` === key;
    return isJust && !/^\s*(?:flush|delete|include)\b/m.test(text) ? null : `it is not just the table ${key}`;
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

function invalid(key: string, validator: string, why: string): Refusal {
  return { code: 'candidate-invalid', args: { path: `/${key}`, validator, why } };
}
