import type { BootParameters } from '../facts/boot-parameters.ts';
import { type DockerDaemon, dockerOption } from '../facts/docker-daemon.ts';
import type { SecurityModules } from '../facts/security-modules.ts';
import type { SelinuxMode } from '../facts/selinux-mode.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { kernelModuleOn } from './kernel-module-on.ts';

interface Given {
  readonly modules: SecurityModules | null;
  readonly boot: BootParameters;
  readonly mode: SelinuxMode | null;
  readonly daemon: DockerDaemon;
}

/** SELinux is on and enforces, and dockerd labels its containers. Turning it on is a person's: what is not labeled is refused. */
export function seLinuxConfines({ modules, boot, mode, daemon }: Given): readonly Requirement[] {
  return [
    kernelModuleOn('selinux', modules === null ? null : modules.seLinux !== null, boot),
    enforces(modules, boot, mode),
    ...(daemon.command === null ? [] : [labels(daemon)]),
  ];
}

function enforces(
  modules: SecurityModules | null,
  { entries }: BootParameters,
  mode: SelinuxMode | null,
): Requirement {
  const lenient = (entries ?? []).filter(({ parameters }) =>
    parameters.some(({ name, value }) => name === 'enforcing' && value === '0'),
  );
  const place = mode === null ? { source: '/etc/selinux/config' } : { source: mode.source, line: mode.line };
  const says = mode === null ? 'SELINUX is not set' : `SELINUX=${mode.value}`;
  const now = modules?.seLinux ?? 'disabled';
  const evidence: Evidence[] = [
    ...lenient.map(({ source, line }) => ({ source, line, says: 'enforcing=0', wins: true })),
    { ...place, says, wins: lenient.length === 0 },
    ...(modules === null ? [] : [{ source: '/sys/fs/selinux/enforce', says: now, wins: true }]),
  ];
  const isPersistent = mode?.value === 'enforcing' && lenient.length === 0;
  const about = {
    object: 'selinux:mode',
    statement: 'SELinux enforces its policy, now and after a reboot',
    evidence,
    wishes: [],
  };
  if (isPersistent && (modules === null || now === 'enforcing')) return { ...about, verdict: 'met' };
  const line = mode === null ? '/etc/selinux/config' : `${mode.source}, line ${mode.line}`;
  const steps = [
    ...(now === 'disabled' && modules !== null
      ? [
          `in ${line}: SELINUX=permissive; then: fixfiles -F onboot && systemctl reboot, when every container may stop`,
        ]
      : []),
    ...(now === 'enforcing'
      ? []
      : [
          'see what would be refused, containers with volumes that are not labeled (:z, :Z) first: ausearch -m AVC -ts boot',
          'setenforce 1; back again: setenforce 0',
        ]),
    ...(mode?.value === 'enforcing' ? [] : [`when that holds, in ${line}: SELINUX=enforcing`]),
    ...(lenient.length === 0 ? [] : ['grubby --update-kernel=ALL --remove-args=enforcing']),
  ];
  return { ...about, verdict: 'manual', steps };
}

function labels(daemon: DockerDaemon): Requirement {
  // A flag that is a switch has no value, and takes none from the next word.
  const isSwitched = daemon.command?.argv.includes('--selinux-enabled') === true;
  const said = isSwitched ? [] : dockerOption(daemon, ['--selinux-enabled'], 'selinux-enabled');
  const isOn = isSwitched || said.some(({ value }) => value === true || value === 'true');
  const says = isSwitched ? '--selinux-enabled' : 'selinux-enabled is not set: off by default';
  const about = {
    object: 'option:selinux-enabled',
    statement: 'dockerd gives each container a label of its own',
    evidence:
      said.length > 0 ? said.map(({ evidence }) => evidence) : [{ source: 'dockerd', says, wins: true }],
    wishes: [],
  };
  if (isOn) return { ...about, verdict: 'met' };
  const file = daemon.config?.path ?? '/etc/docker/daemon.json';
  return {
    ...about,
    verdict: 'manual',
    steps: [
      'install the package container-selinux: dnf install container-selinux',
      `put "selinux-enabled": true into ${file}`,
      'restorecon -R on the data root, and :z or :Z on every volume that containers share or own',
      'systemctl restart docker, when every container may stop',
    ],
  };
}
