import { type RsyslogReader, readRsyslog } from './rsyslog-reader.ts';

/** Parameters by their names in lower case. */
export type RsyslogParams = { readonly [name: string]: string };

/** Where something stands, and for which records it is. */
interface RsyslogPlace {
  /** 1-based. */
  readonly line: number;
  /** Its first line. */
  readonly text: string;
  /** What a record must meet besides what is around the file; none for every record. */
  readonly filters: readonly string[];
  /** Null for the default one. */
  readonly ruleset: string | null;
}

/** What matters of rsyslog.conf(5) for where records go, in the words of today and in the old ones. */
export type RsyslogItem = RsyslogPlace &
  (
    | { readonly is: 'directive'; readonly name: string; readonly value: string }
    | { readonly is: 'object'; readonly name: string; readonly params: RsyslogParams }
    | { readonly is: 'include'; readonly pattern: string }
    /** In old words `type` is `omfwd` for `@` and `@@`, with `target`, `port` and `protocol`; else it is left out. */
    | { readonly is: 'action'; readonly isOld: boolean; readonly params: RsyslogParams }
    | { readonly is: 'stop' }
    | { readonly is: 'call'; readonly name: string }
  );

interface Around {
  readonly filters: readonly string[];
  readonly ruleset: string | null;
}

const OBJECT =
  /(action|global|include|input|lookup_table|main_queue|module|parser|dyn_stats|percentile_stats|ratelimit|ruleset|template|timezone)(?=\s*\()/iy;
/** `*.*`, `auth,authpriv.*;mail.none`. */
const SELECTOR = /[\w*,]+\.[=!]{0,2}[\w*]+(?:;(?:\\\r?\n\s*)?[\w*,]+\.[=!]{0,2}[\w*]+)*;?(?=[ \t\r\n{])/y;
const PROPERTY = /:[$!.\w-]+,[ \t]*!?\w+,[ \t]*"(?:\\[\s\S]|[^"\\])*"/y;
const EVERYTHING = ['*.*', '*.debug', 'prifilt("*.*")', "prifilt('*.*')"];

/**
 * Reads one file: statements in their order, blocks opened up. Whatever rsyslogd would not take, as far as it matters
 * for where a statement ends, is a Malformed.
 */
export function parseRsyslogConf(text: string): readonly RsyslogItem[] {
  const reader = readRsyslog(text);
  const lines = text.split('\n');
  let lastFilter: readonly string[] = [];
  return block({ filters: [], ruleset: null }, false);

  function block(around: Around, isInner: boolean): readonly RsyslogItem[] {
    const items: RsyslogItem[] = [];
    while (reader.skip()) {
      if (reader.take(/\}/y) === null) {
        for (const item of statement(around)) items.push(item);
        continue;
      }
      if (!isInner) throw reader.fail('a "}" that closes nothing');
      return items;
    }
    if (isInner) throw reader.fail('no "}" at the end of the file');
    return items;
  }

  function statement(around: Around): readonly RsyslogItem[] {
    const place = placeOf(around);
    const directive = reader.take(/\$(\w+)(?![.\w])(?=[ \t\r\n]|$)/y);
    if (directive !== null) return [old(place, directive[1] ?? '')];
    if (reader.take(/foreach\b/iy) !== null) {
      reader.upTo(/\{/, 'block of the foreach');
      reader.take(/\{/y);
      return block({ ...around, filters: [...around.filters, 'foreach'] }, true);
    }
    if (reader.take(/(?:set|unset|reset|call_indirect)\b/iy) !== null) {
      reader.upTo(/;/, '";" at its end');
      reader.take(/;/y);
      return [];
    }
    if (reader.take(/&/y) !== null) return inner({ ...around, filters: lastFilter });
    const selector = reader.take(SELECTOR) ?? reader.take(PROPERTY);
    if (selector === null) return outcome(around);
    lastFilter = [...around.filters, ...filterOf(selector[0])];
    return inner({ ...around, filters: lastFilter });
  }

  function old(place: RsyslogPlace, name: string): RsyslogItem {
    const value = reader.restOfLine();
    if (name.toLowerCase() === 'includeconfig') return { ...place, is: 'include', pattern: value };
    return { ...place, is: 'directive', name: name.toLowerCase(), value };
  }

  function objectOf(place: RsyslogPlace, name: string, around: Around): readonly RsyslogItem[] {
    reader.skip();
    const params = paramsOf(reader, reader.inPair());
    if (name === 'action') return [{ ...place, is: 'action', isOld: false, params }];
    if (name === 'include') return [{ ...place, is: 'include', pattern: params.file ?? '' }];
    if (name === 'template' && reader.take(/\s*(?=\{)/y) !== null) reader.inPair();
    const isOpened = name === 'ruleset' && reader.take(/\s*\{/y) !== null;
    const inner = isOpened ? block({ ...around, ruleset: params.name ?? '' }, true) : [];
    return [{ ...place, is: 'object', name, params }, ...inner];
  }

  function condition(around: Around): readonly RsyslogItem[] {
    const said = reader.upTo(/then\b/i, '"then" of the if').trim();
    reader.take(/then/iy);
    lastFilter = [...around.filters, ...filterOf(said)];
    const yes = inner({ ...around, filters: lastFilter });
    reader.skip();
    if (reader.take(/else\b/iy) === null) return yes;
    return [...yes, ...inner({ ...around, filters: [...around.filters, `not (${said})`] })];
  }

  /** What a filter is for: a block or one statement, on the same line or a later one. */
  function inner(around: Around): readonly RsyslogItem[] {
    reader.skip();
    return reader.take(/\{/y) === null ? statement(around) : block(around, true);
  }

  /** What is done with the records: an action in old words, which takes the whole line, or in those of today. */
  function outcome(around: Around): readonly RsyslogItem[] {
    const place = placeOf(around);
    if (reader.take(/(?:stop\b|~)(?:[ \t]*;)?/iy) !== null) return [{ ...place, is: 'stop' }];
    const call = reader.take(/call[ \t]+([\w.:-]+)/iy);
    if (call !== null) return [{ ...place, is: 'call', name: call[1] ?? '' }];
    if (reader.take(/continue\b/iy) !== null) return [];
    const object = reader.take(OBJECT);
    if (object !== null) return objectOf(place, (object[1] ?? '').toLowerCase(), around);
    if (reader.take(/if\b/iy) !== null) return condition(around);
    const said = reader.restOfLine();
    if (said === '') throw reader.fail('nothing is done with these records');
    return [{ ...place, is: 'action', isOld: true, params: oldAction(said) }];
  }

  function placeOf({ filters, ruleset }: Around): RsyslogPlace {
    const line = reader.line();
    return { line, text: (lines[line - 1] ?? '').trim(), filters, ruleset };
  }
}

function filterOf(said: string): readonly string[] {
  return EVERYTHING.includes(said.trim().toLowerCase().replace(/;$/, '')) ? [] : [said];
}

/** `@@(o,z9)[2001:db8::1]:6514;Template`. */
function oldAction(said: string): RsyslogParams {
  const forward = /^(@@?)(?:\([^)]*\))?(?:\[([^\]]+)\]|([^:;\s]+))(?::([^;\s]+))?/.exec(said);
  if (forward === null) return {};
  const [, signs, bracketed, plain = '', port = '514'] = forward;
  return { type: 'omfwd', target: bracketed ?? plain, port, protocol: signs === '@@' ? 'tcp' : 'udp' };
}

function paramsOf(reader: RsyslogReader, text: string): RsyslogParams {
  const params: { [name: string]: string } = {};
  const inside = readRsyslog(text);
  while (inside.skip()) {
    const found = inside.take(/([\w.-]+)\s*=\s*(?:"((?:\\[\s\S]|[^"\\])*)"|(?=\[))/y);
    if (found === null) throw reader.fail('no parameter of the form name="value"');
    const name = (found[1] ?? '').toLowerCase();
    params[name] = (found[2] ?? inside.inPair()).replace(/\\(["\\'$])/g, '$1');
  }
  return params;
}
