import { posix } from 'node:path';
import { splitExecStart } from '../formats/exec-words.ts';
import { type NftRuleset, readNftRuleset } from '../formats/nft-ruleset.ts';
import { type NftToken, nftTokens } from '../formats/nft-tokens.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact, Use } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';
import { enabledBy } from './enabled-by.ts';
import { filterManagers } from './filter-managers.ts';
import { globPaths } from './glob-paths.ts';
import { hostFile, refusingMalformed } from './host-file.ts';
import { ufwFilter } from './ufw-filter.ts';
import { unitFile } from './unit-file.ts';

/** In the order in which they start. */
const UNITS = ['nftables.service', 'holdfast-nftables.service'] as const;
/** Where an include without a leading slash looks, on distributions that configure nft as such. */
const DIRECTORY = '/etc';
const MOST_LEVELS = 16;

/**
 * The tables that units load at boot, from the files that they give to `nft -f`, with all that these include; and what
 * ufw lets in, as one more. What firewalld and iptables-persistent load is not among them.
 */
export const bootPacketFilter: Fact<NftRuleset> = {
  name: 'boot-packet-filter',
  async read(host, use) {
    const tokens: NftToken[] = [];
    let last: Path = '/etc/nftables.conf';
    for (const unit of UNITS) {
      for (const path of await filesOf(use, unit)) {
        tokens.push(...(await tokensOf(host, path, 0)), { type: 'end', text: '\n', source: path, line: 1 });
        last = path;
      }
    }
    const managers = await use(filterManagers);
    if (managers.some(({ name }) => name === 'ufw')) tokens.push(...(await ufwFilter(host)));
    return refusingMalformed(last, () => readNftRuleset(tokens));
  },
};

async function filesOf(use: Use, name: (typeof UNITS)[number]): Promise<readonly Path[]> {
  const unit = await use(unitFile(name));
  if (unit === null || (await use(enabledBy(name))) === null) return [];
  return ['ExecStart', 'ExecStartPost']
    .flatMap((key) => unit.values('Service', key))
    .flatMap(({ value, source, line }) => {
      const argv = refusingMalformed(source, () => splitExecStart(value, {}), line);
      const file = argv[argv.findIndex((word) => word === '-f' || word === '--file') + 1];
      return argv[0]?.endsWith('/nft') && file?.startsWith('/') ? [file as Path] : [];
    });
}

/** A file with what it includes in the place of the include. */
async function tokensOf(host: HostReader, path: Path, level: number): Promise<readonly NftToken[]> {
  const own = (await hostFile(host, path, (text) => nftTokens(text, path))) ?? [];
  const all: NftToken[] = [];
  for (let i = 0; i < own.length; i++) {
    const [token, next] = [own[i], own[i + 1]];
    if (token === undefined) break;
    if (token.text !== 'include' || token.type !== 'word' || next?.type !== 'string') {
      all.push(token);
      continue;
    }
    i += 1;
    const { line } = token;
    if (level >= MOST_LEVELS)
      throw new Refused({ code: 'malformed', args: { path, line, why: 'too many levels of includes' } });
    for (const each of await globPaths(host, posix.resolve(DIRECTORY, next.text)))
      all.push(...(await tokensOf(host, each, level + 1)), { type: 'end', text: '\n', source: path, line });
  }
  return all;
}
