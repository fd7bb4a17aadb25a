/** The part of `ini` that is used here; the package has no types of its own. */
declare module 'ini' {
  interface Section {
    readonly [key: string]: string | boolean | null | readonly (string | boolean | null)[] | Section;
  }
  export function parse(text: string): Section;
}
