import { Malformed } from '../model/format.ts';
import { aptBool } from './apt-config.ts';
import { type Deb822Paragraph, parseDeb822 } from './deb822.ts';
import { splitLines } from './lines.ts';

/** A line or paragraph that names archives: sources.list(5). */
export interface AptSource {
  /** 1-based. */
  readonly line: number;
  readonly enabled: boolean;
  /** `deb`, `deb-src`. */
  readonly types: readonly string[];
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** By name in lower case, as in one-line form: `trusted`, `signed-by`, `allow-insecure`. */
  readonly options: ReadonlyMap<string, AptSourceOption>;
}

export interface AptSourceOption {
  readonly value: string;
  readonly line: number;
}

/** `*.list`: a source per line, comments from `#` on. */
export function parseAptSourcesList(text: string): readonly AptSource[] {
  return splitLines(text).flatMap(({ text: raw }, i) => {
    const said = raw.replace(/#.*$/, '').trim();
    if (said === '') return [];
    const line = i + 1;
    const [, type, inBrackets = '', rest = ''] = /^(\S+)\s+(?:\[\s*([^\]]*?)\s*\]\s+)?(.*)$/.exec(said) ?? [];
    // A cdrom's name may have blanks in brackets: `cdrom:[Debian 12]/`.
    const [uri, suite, ...components] = rest.match(/(?:\[[^\]]*\]|[^\s[])+/g) ?? [];
    if (type === undefined || uri === undefined || suite === undefined)
      throw new Malformed(line, 'no type, address and suite');
    const options = inBrackets.split(/\s+/).flatMap((word): [string, AptSourceOption][] => {
      const [, name, value] = /^([^=+-][^=]*?)[+-]?=(.*)$/.exec(word) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), { value, line }]];
    });
    return [
      {
        line,
        enabled: true,
        types: [type],
        uris: [uri],
        suites: [suite],
        components,
        options: new Map(options),
      },
    ];
  });
}

const NAMED = ['types', 'uris', 'suites', 'components', 'enabled'];

/** `*.sources`: a paragraph per source; `Enabled: no` switches it off. */
export function parseAptSources(text: string): readonly AptSource[] {
  return parseDeb822(text).map((paragraph) => {
    const { line, fields } = paragraph;
    const enabled = fields.get('enabled');
    const options = [...fields].filter(([name]) => !NAMED.includes(name));
    if (wordsOf(paragraph, 'types').length === 0) throw new Malformed(line, 'a source without Types');
    return {
      line,
      enabled: enabled === undefined || aptBool(enabled.value) !== false,
      types: wordsOf(paragraph, 'types'),
      uris: wordsOf(paragraph, 'uris'),
      suites: wordsOf(paragraph, 'suites'),
      components: wordsOf(paragraph, 'components'),
      options: new Map(options),
    };
  });
}

function wordsOf({ fields }: Deb822Paragraph, name: string): readonly string[] {
  return (fields.get(name)?.value ?? '').split(/\s+/).filter((word) => word !== '');
}
