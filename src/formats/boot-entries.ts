import { type KernelParameter, kernelCommandLine } from './kernel-command-line.ts';

/** A line of a boot loader's configuration that starts a kernel. */
export interface BootEntry {
  /** 1-based. */
  readonly line: number;
  readonly kernel: string;
  readonly parameters: readonly KernelParameter[];
}

/** The kernels that a grub.cfg starts, without those for rescuing a host: nobody works on them. */
export function grubEntries(text: string): readonly BootEntry[] {
  return text.split('\n').flatMap((raw, i) => {
    const [, kernel, rest = ''] = /^\s*linux(?:16|efi)?\s+(\S+)(.*)$/.exec(raw) ?? [];
    const parameters = kernelCommandLine(rest);
    if (kernel === undefined || parameters.some(({ name }) => RESCUES.includes(name))) return [];
    return [{ line: i + 1, kernel, parameters }];
  });
}

/** One file per kernel: the Boot Loader Specification's type 1, as systemd-boot and Fedora's GRUB read it. */
export function loaderEntry(text: string): BootEntry | null {
  const lines = text.split('\n');
  const at = (key: string) => lines.findIndex((line) => new RegExp(`^${key}\\s`).test(line));
  const value = (line: number) => lines[line]?.replace(/^\S+\s+/, '').trim() ?? '';
  const [kernel, options] = [at('linux'), at('options')];
  if (kernel < 0) return null;
  const parameters = options < 0 ? [] : kernelCommandLine(value(options));
  return { line: (options < 0 ? kernel : options) + 1, kernel: value(kernel), parameters };
}

const RESCUES = ['single', 'recovery', 'rescue'];
