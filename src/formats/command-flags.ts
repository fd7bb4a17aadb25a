/**
 * The values of one flag of a Go command line, in order: `--group=a`, `--group a`, `-G a`, `-G=a`, `-Ga`
 * (dockerd(8) takes all of them). `names` are with their dashes.
 */
export function commandFlags(argv: readonly string[], names: readonly string[]): readonly string[] {
  return argv.flatMap((word, i) =>
    names.flatMap((name) => {
      if (word === name) return argv.slice(i + 1, i + 2);
      if (word.startsWith(`${name}=`)) return [word.slice(name.length + 1)];
      const isJoined = !name.startsWith('--') && !word.startsWith('--') && word.startsWith(name);
      return isJoined ? [word.slice(name.length)] : [];
    }),
  );
}
