import { splitLines } from './lines.ts';

/** The arguments of one entry of a boot loader. */
export interface KernelLine {
  /** 1-based. */
  readonly line: number;
  readonly words: readonly string[];
}

/** How entries for recovery come up, which nobody boots to work. */
const RECOVERY = ['single', 'recovery', 'rescue', 'emergency'];

/**
 * The kernel arguments of each entry of a grub.cfg (`linux /vmlinuz …`) or of a file of the Boot Loader Specification
 * (`options …`), but those for recovery. `$kernelopts` is what grubenv says.
 */
export function kernelLines(text: string, grubenv: string): readonly KernelLine[] {
  const kernelopts = /^kernelopts=(.*)$/m.exec(grubenv)?.[1] ?? '';
  return splitLines(text).flatMap(({ text: line }, i) => {
    const [, given] = /^\s*(?:linux(?:16|efi)?\s+\S+|options)(?:\s+(.*))?$/.exec(line) ?? [null, null];
    if (given === null) return [];
    const words = (given ?? '')
      .replace(/\$\{?kernelopts\}?/g, () => kernelopts)
      .split(/\s+/)
      .filter((word) => word !== '');
    return words.some((word) => RECOVERY.includes(word)) ? [] : [{ line: i + 1, words }];
  });
}
