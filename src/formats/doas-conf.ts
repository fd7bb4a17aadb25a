/** A rule of doas.conf(5) that permits something. */
export interface DoasPermit {
  /** 1-based, of the first of its lines. */
  readonly line: number;
  readonly text: string;
  /** Whether it asks for no password. */
  readonly nopass: boolean;
  /** A user, or a group behind a colon. */
  readonly identity: string;
}

/** Options before the identity; `setenv { … }` holds words of its own. */
const OPTIONS = ['nopass', 'nolog', 'persist', 'keepenv', 'setenv'];

/** What a doas.conf(5) permits, in order. What is no rule is passed over: doas itself would not run by such a file. */
export function parseDoasConf(text: string): readonly DoasPermit[] {
  const permits: DoasPermit[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const first = at;
    let rule = lines[at] ?? '';
    while (rule.endsWith('\\') && at + 1 < lines.length) {
      at += 1;
      rule = `${rule.slice(0, -1)} ${lines[at]}`;
    }
    const permit = parsePermit(rule);
    if (permit !== null) permits.push({ line: first + 1, text: rule.trim(), ...permit });
  }
  return permits;
}

function parsePermit(rule: string): Pick<DoasPermit, 'nopass' | 'identity'> | null {
  const bare = rule.replace(/#.*$/, '').replace(/\{[^}]*\}/g, ' ');
  const [action, ...words] = bare.match(/"[^"]*"|\S+/g) ?? [];
  if (action !== 'permit') return null;
  const end = words.findIndex((word) => !OPTIONS.includes(word));
  const identity = words[end];
  if (identity === undefined) return null;
  return { nopass: words.slice(0, end).includes('nopass'), identity: identity.replaceAll('"', '') };
}
