/** A line of a file of polkit(8) rules that answers yes, so that nobody is asked. */
export interface PolkitYes {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Lines that name `polkit.Result.YES`, comments apart. To whom and for what is JavaScript, which only a person can judge. */
export function polkitYes(text: string): readonly PolkitYes[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return code.split('\n').flatMap((line, i) => {
    const said = line.replace(/(^|\s)\/\/.*$/, '').trim();
    return /\bpolkit\.Result\.YES\b/.test(said) ? [{ line: i + 1, text: said }] : [];
  });
}
