import type { ScannerResults } from './scanner-results.ts';

/** The results of the rules that a profile selects, from what `oscap xccdf eval --results` writes. */
export function parseOpenscap(xml: string): ScannerResults {
  const each = xml.matchAll(
    /<rule-result\b[^>]*idref="xccdf_org\.ssgproject\.content_rule_([^"]+)"[^>]*>.*?<result>(\w+)<\/result>/gs,
  );
  return new Map([...each].map(([, rule = '', result = '']) => [rule, result] as const).filter(isSelected));
}

function isSelected([, result]: readonly [string, string]): boolean {
  return result !== 'notselected';
}
