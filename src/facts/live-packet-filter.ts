import { decodeHostText } from '../formats/host-text.ts';
import { type NftRuleset, type NftTable, readNftRuleset } from '../formats/nft-ruleset.ts';
import { nftTokens } from '../formats/nft-tokens.ts';
import type { Fact } from '../model/playbook.ts';
import { refusingMalformed } from './host-file.ts';
import { nftProgram } from './nft-program.ts';

/** Tables of ours: live state of the host, which a plan lays over. All others are only looked at. */
const OWN = /^inet holdfast-/;

/**
 * The tables in the kernel, those of iptables(8) in its nft mode among them. Null in an image, and where there is no nft
 * to ask. Rules of the older iptables-legacy are not among them: they can drop more, and let nothing more through.
 */
export const livePacketFilter: Fact<NftRuleset | null> = {
  name: 'live-packet-filter',
  async read(host, use) {
    const nft = await use(nftProgram);
    if (nft === null || host.identity.type === 'image') return null;
    const argv = [nft, '--stateless', 'list', 'ruleset'] as const;
    const all = parsed(decodeHostText(await host.observe({ type: 'command', argv })), 'nft list ruleset');
    const own: NftTable[] = [];
    for (const key of await host.liveKeys('nft-table', '*')) {
      const text = OWN.test(key) ? await host.live('nft-table', key) : null;
      if (text !== null) own.push(...parsed(text, `nft list table ${key}`).tables);
    }
    const others = all.tables.filter(({ family, name }) => !OWN.test(`${family} ${name}`));
    return { ...all, tables: [...others, ...own] };
  },
};

function parsed(text: string, source: string): NftRuleset {
  return refusingMalformed('/usr/sbin/nft', () => readNftRuleset(nftTokens(text, source)));
}
