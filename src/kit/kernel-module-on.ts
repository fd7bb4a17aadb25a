import type { BootParameters } from '../facts/boot-parameters.ts';
import { moduleOff } from '../formats/security-modules.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';

const NAMES = { apparmor: 'AppArmor', selinux: 'SELinux' };

/**
 * The kernel turns a security module on, now and at the next boot. Where the boot loader's line keeps it off, a person
 * mends that: grub.cfg is made by update-grub from a dozen files and scripts and is nobody's to edit, and a line that
 * is wrong is a host that does not boot, which nothing here could try beforehand.
 */
export function kernelModuleOn(
  module: 'apparmor' | 'selinux',
  isOn: boolean | null,
  boot: BootParameters,
): Requirement {
  const name = NAMES[module];
  const offs = (boot.entries ?? []).flatMap((entry) => {
    const off = moduleOff(module, entry.parameters, boot.builtIn);
    return off === null ? [] : [{ ...entry, off }];
  });
  const isBuiltIn = boot.entries !== null || moduleOff(module, [], boot.builtIn) === null;
  const live: Evidence = {
    source: '/sys/kernel/security/lsm',
    says: isOn === true ? `${name} is on` : `${name} is not on`,
    wins: true,
  };
  const evidence: Evidence[] = [
    ...offs.map(({ source, line, kernel, off }) => ({
      source,
      line,
      says:
        off.by === 'kernel'
          ? `${kernel}: ${module} is not among the kernel's own modules`
          : `${kernel}: ${off.by.name}=${off.by.value}`,
      wins: true,
    })),
    ...(offs.length > 0
      ? []
      : boot.entries === null
        ? [{ source: '/boot', says: "no boot loader's configuration is here", wins: false }]
        : boot.entries
            .slice(0, 1)
            .map(({ source, line }) => ({ source, line, says: `nothing keeps ${name} off`, wins: true }))),
    ...(isOn === null ? [] : [live]),
  ];
  const about = {
    object: `kernel:${module}`,
    statement: `the kernel has ${name} on${isOn === null ? ' at the next boot' : ', now and after a reboot'}`,
    evidence,
    wishes: [],
  };
  if (offs.length > 0) {
    const names = new Set(offs.flatMap(({ off }) => (off.by === 'kernel' ? [module] : [off.by.name])));
    return { ...about, verdict: 'manual', steps: stepsFor([...names], module, boot) };
  }
  if (!isBuiltIn) return { ...about, verdict: 'manual', steps: stepsFor([module], module, boot) };
  if (isOn !== false) return { ...about, verdict: 'met' };
  if (boot.entries !== null) return { ...about, verdict: 'pending', pending: 'reboot' };
  return {
    ...about,
    verdict: 'manual',
    steps: [
      `where this is a container, see to it on the machine that it runs on`,
      `else boot a kernel that has ${name}, with "${module}=1 security=${module}" on its command line`,
    ],
  };
}

function stepsFor(
  names: readonly string[],
  module: 'apparmor' | 'selinux',
  { sources, entries }: BootParameters,
): readonly string[] {
  const isGrub = (entries ?? []).some(({ source }) => source.endsWith('grub.cfg'));
  const places = sources.filter(({ text }) => names.some((name) => new RegExp(`\\b${name}=`).test(text)));
  const wanted = `${module}=1 security=${module}`;
  const edits =
    places.length > 0
      ? places.map(
          ({ source, line, text }) =>
            `in ${source}, line ${line}, put "${wanted}" in the place of ${words(text, names)}`,
        )
      : isGrub
        ? [
            `mkdir -p /etc/default/grub.d && echo 'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX ${wanted}"' > /etc/default/grub.d/${module}.cfg`,
          ]
        : [`add "${wanted}" to the kernel's command line, in your boot loader's configuration`];
  const remade = (entries ?? []).some(({ source }) => source === '/boot/grub2/grub.cfg')
    ? 'grub2-mkconfig -o /boot/grub2/grub.cfg'
    : 'update-grub';
  return [
    ...edits,
    ...(isGrub ? [remade] : []),
    'systemctl reboot, when every container may stop; then scan again',
  ];
}

/** Only what is to go: the rest of such a line may have secrets in it. */
function words(text: string, names: readonly string[]): string {
  const found = names.flatMap((name) => text.match(new RegExp(`\\b${name}=[^\\s"']*`, 'g')) ?? []);
  return found.join(' ');
}
