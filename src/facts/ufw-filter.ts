import { type NftToken, nftTokens } from '../formats/nft-tokens.ts';
import { parseUfwRules } from '../formats/ufw-rules.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { hostFile } from './host-file.ts';

const DEFAULTS: Path = '/etc/default/ufw';
const RULES: readonly Path[] = ['/etc/ufw/user.rules', '/etc/ufw/user6.rules'];

/** What ufw(8) lets in by its files, as a table in the language of nft(8) whose words stand where ufw's own do. */
export async function ufwFilter(host: HostReader): Promise<readonly NftToken[]> {
  const policy = (await hostFile(host, DEFAULTS, inputPolicy)) ?? { line: 1, drops: false };
  const head = `table inet ufw { chain ufw-user-input { type filter hook input priority 0; policy ${policy.drops ? 'drop' : 'accept'};\n`;
  const tokens = placed(head, DEFAULTS, policy.line);
  for (const path of RULES) {
    for (const { rule, line } of (await hostFile(host, path, parseUfwRules)) ?? [])
      tokens.push(...placed(`${rule}\n`, path, line));
  }
  return [...tokens, ...placed('} }\n', DEFAULTS, policy.line)];
}

function inputPolicy(text: string): { line: number; drops: boolean } {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => /^\s*DEFAULT_INPUT_POLICY=/.test(line));
  return { line: Math.max(at, 0) + 1, drops: /=["']?(?:DROP|REJECT)\b/i.test(lines[at] ?? '') };
}

function placed(text: string, source: string, line: number): NftToken[] {
  return nftTokens(text, source).map((token) => ({ ...token, line }));
}
