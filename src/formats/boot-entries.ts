import { type KernelParameter, kernelCommandLine } from './kernel-command-line.ts';
import { splitLines } from './lines.ts';

/** A line of a boot loader's configuration that starts a kernel. */
export interface BootEntry {
  /** 1-based. */
  readonly line: number;
  readonly kernel: string;
  readonly parameters: readonly KernelParameter[];
}

/**
 * The kernels that a grub.cfg starts, without those for rescuing a host: nobody works on them. `$kernelopts` is what
 * grubenv says.
 */
export function grubEntries(text: string, grubenv: string): readonly BootEntry[] {
  return splitLines(text).flatMap(({ text: raw }, i) => {
    const [, kernel, rest = ''] = /^\s*linux(?:16|efi)?\s+(\S+)(.*)$/.exec(raw) ?? [];
    const parameters = kernelCommandLine(withKernelOptions(rest, grubenv));
    if (kernel === undefined || rescues(parameters)) return [];
    return [{ line: i + 1, kernel, parameters }];
  });
}

/**
 * One file per kernel: the Boot Loader Specification's type 1, as systemd-boot and Fedora's GRUB read it. Options may
 * stand in several lines; the first is named.
 */
export function loaderEntry(text: string, grubenv: string): BootEntry | null {
  const said = splitLines(text).map(({ text: line }, i) => {
    const [, key = '', value = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
    return { line: i + 1, key, value };
  });
  const kernel = said.find(({ key }) => key === 'linux');
  if (kernel === undefined) return null;
  const options = said.filter(({ key }) => key === 'options');
  const given = options.map(({ value }) => value).join(' ');
  const parameters = kernelCommandLine(withKernelOptions(given, grubenv));
  if (rescues(parameters)) return null;
  return { line: (options[0] ?? kernel).line, kernel: kernel.value, parameters };
}

function withKernelOptions(given: string, grubenv: string): string {
  const options = /^kernelopts=(.*)$/m.exec(grubenv)?.[1] ?? '';
  return given.replace(/\$\{?kernelopts\}?/g, () => options);
}

const RESCUES = ['single', 'recovery', 'rescue', 'emergency'];

function rescues(parameters: readonly KernelParameter[]): boolean {
  return parameters.some(({ name, value }) => value === null && RESCUES.includes(name));
}
