/** What another scanner's tests have to do with the controls. Each of its tests stands in it once. */
export interface ScannerMapping {
  /** Tests by the control that covers their subject. */
  readonly controls: { readonly [control: string]: readonly string[] };
  /** Tests among those that need not pass, each with the reason. */
  readonly exceptions: { readonly [test: string]: string };
  /** Shell for exceptions: succeeds in the host where their subject is as it is to be, though the scanner does not see it. */
  readonly inForce: { readonly [test: string]: string };
  /** Tests whose subject no control covers, by area; `*` stands for any characters. */
  readonly outOfScope: { readonly [area: string]: readonly string[] };
}
