/** How a text is wanted. */
export interface TextOptions {
  readonly color: boolean;
  /** Only the last word: the summary, and what refuses it. */
  readonly quiet: boolean;
}
