/** What a scanner says of its tests, by name: in the words of XCCDF, `pass`, `fail`, `notapplicable` and others. */
export type ScannerResults = ReadonlyMap<string, string>;
