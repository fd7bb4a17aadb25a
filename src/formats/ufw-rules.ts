/** A rule of ufw(8) as it writes it down before the lines for iptables-restore. */
export interface UfwRule {
  readonly line: number;
  readonly says: string;
  /** The same in the language of nft(8). */
  readonly rule: string;
}

const TUPLE =
  /^### tuple ### (?:route:)?(\w+?)(?:_log(?:-all)?)? (\w+) (\S+) (\S+) (\S+) (\S+) .*?\b(in|out)(?:_(\S+))?(?: comment=\S*)?$/;
const VERDICTS: ReadonlyMap<string, string> = new Map([
  ['allow', 'accept'],
  ['limit', 'accept'],
  ['deny', 'drop'],
  ['reject', 'drop'],
]);
const ANYWHERE = ['any', '0.0.0.0/0', '::/0'];

/** Rules for what comes in, of /etc/ufw/user.rules or user6.rules. */
export function parseUfwRules(text: string): readonly UfwRule[] {
  return text.split('\n').flatMap((says, i): UfwRule[] => {
    if (!says.startsWith('### tuple ###') || says.startsWith('### tuple ### route:')) return [];
    const found = TUPLE.exec(says);
    if (found === null) return [{ line: i + 1, says, rule: 'unknown accept' }];
    const [, action = '', protocol = '', port = '', to = '', fromPort = '', from = '', way, device] = found;
    if (way === 'out') return [];
    const layer = from.includes(':') || to.includes(':') ? 'ip6' : 'ip';
    const words = [
      device === undefined ? '' : `iifname "${device}"`,
      ANYWHERE.includes(from) ? `meta nfproto ${layer === 'ip' ? 'ipv4' : 'ipv6'}` : `${layer} saddr ${from}`,
      ANYWHERE.includes(to) ? '' : `${layer} daddr ${to}`,
      protocol === 'any' ? '' : `meta l4proto ${protocol}`,
      port === 'any' ? '' : `th dport { ${port.replaceAll(':', '-')} }`,
      fromPort === 'any' ? '' : `th sport ${fromPort}`,
      VERDICTS.get(action) ?? 'unknown accept',
    ];
    return [{ line: i + 1, says, rule: words.filter((word) => word !== '').join(' ') }];
  });
}
