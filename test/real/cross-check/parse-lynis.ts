import type { ScannerResults } from './scanner-results.ts';

/** These are many tests in one: a kernel setting each, an option of sshd each. */
const MANY = ['KRNL-6000', 'SSH-7408'];

/**
 * What a run of Lynis found, from its report and its log, one after the other. It has no word for a test that passes: one that was
 * carried out and has neither a warning nor a suggestion.
 */
export function parseLynis(text: string): ScannerResults {
  const listed = (name: string) =>
    new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1]?.split('|').filter(isTest) ?? [];
  const results = new Map<string, string>();
  for (const test of listed('tests_skipped')) results.set(test, 'notapplicable');
  for (const test of listed('tests_executed')) results.set(test, 'pass');
  for (const [, test = ''] of text.matchAll(/^(?:warning|suggestion)\[\]=([^|]*)\|/gm)) {
    if (isTest(test)) results.set(test, 'fail');
  }
  for (const test of MANY) results.delete(test);
  const say = (pattern: RegExp, result: string, test: (name: string) => string) => {
    for (const [, name = ''] of text.matchAll(pattern)) results.set(test(name), result);
  };
  const key = (name: string) => `KRNL-6000:${name}`;
  say(/Result: sysctl key (\S+) contains equal/g, 'pass', key);
  say(/Result: sysctl key (\S+) has a different value/g, 'fail', key);
  say(/Result: key (\S+) does not exist/g, 'notapplicable', key);
  const option = (name: string) => `SSH-7408:${name.toLowerCase()}`;
  say(/Result: OpenSSH option (\S+) is configured very well/g, 'pass', option);
  say(/Result: OpenSSH option (\S+) is (?:configured reasonably|in a weak)/g, 'fail', option);
  say(/Result: Option (\S+) not found in output/g, 'notapplicable', option);
  return results;
}

function isTest(name: string): boolean {
  return /^[A-Z]+-\d{4}$/.test(name);
}
