import type { ScannerMapping } from './scanner-mapping.ts';

/** What a scanner's test is about: a control, or an area that no control covers. Null where the mapping has no place for it. */
export type TestSubject = { readonly control: string } | { readonly area: string } | null;

/** A test that a control names is never looked for in an area. */
export function testSubject({ controls, outOfScope }: ScannerMapping, test: string): TestSubject {
  const control = Object.keys(controls).find((id) => controls[id]?.includes(test));
  if (control !== undefined) return { control };
  const area = Object.keys(outOfScope).find((name) =>
    outOfScope[name]?.some((pattern) => fits(test, pattern)),
  );
  return area === undefined ? null : { area };
}

function fits(test: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`).test(test);
}
