import { type Aide, aide } from '../facts/aide.ts';
import { type AideSchedule, aideSchedules } from '../facts/aide-schedule.ts';
import type { DockerBinary } from '../facts/docker-binaries.ts';
import { dockerBinaries } from '../facts/docker-binaries.ts';
import { type DockerFileRole, dockerConfigurationFiles } from '../facts/docker-configuration-files.ts';
import { type DataDirectory, dockerData } from '../facts/docker-data.ts';
import type { JudgedFiles } from '../facts/judged-files.ts';
import { type IntegrityTool, otherIntegrityTools } from '../facts/other-integrity-tools.ts';
import { packageInstaller } from '../facts/package-installer.ts';
import { type SystemFileRole, systemFiles } from '../facts/system-files.ts';
import { aideSelects } from '../formats/aide-selects.ts';
import { calendarDay } from '../formats/calendar-day.ts';
import { hostPath } from '../formats/host-path.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { isBelow } from './covering-mount.ts';

/** What watches files for changes, and that it watches those that decide what this host runs. */
export const fileIntegrity = {
  aide,
  schedules: aideSchedules,
  others: otherIntegrityTools,
  installer: packageInstaller,
  system: systemFiles,
  docker: dockerConfigurationFiles,
  binaries: dockerBinaries,
  data: dockerData,
  watched,
};

interface Given {
  readonly aide: Aide | null;
  readonly schedules: readonly AideSchedule[];
  readonly others: readonly IntegrityTool[];
  readonly installer: string | null;
  readonly system: JudgedFiles<SystemFileRole>;
  readonly docker: JudgedFiles<DockerFileRole>;
  readonly binaries: readonly DockerBinary[];
  readonly data: readonly DataDirectory[];
}

/** Those whose change lets somebody in, or makes them root. */
const SYSTEM_ROLES: readonly SystemFileRole[] = [
  'accounts',
  'sshd configuration',
  'sudo rules',
  'audit configuration',
  'audit program',
];
const FIND_LETTERS: { readonly [type: string]: string } = { file: 'f', directory: 'd', link: 'l' };
/** What CIS asks to be compared of the audit's programs. */
const ATTRIBUTES = 'p+i+n+u+g+s+b+acl+xattrs+sha512';
/** So many names stand in one sentence. */
const MOST_NAMES = 5;

/** One requirement each on the tool, its record of the files, what starts it, what it watches and what it leaves out. */
function watched(given: Given): readonly Requirement[] {
  const { aide: tool } = given;
  if (tool === null) return [notInstalled(given)];
  if (tool.config === null) return [notConfigured(tool, given)];
  return [
    {
      object: 'tool',
      verdict: 'met',
      statement: 'a program watches files for changes',
      evidence: [{ source: tool.program, says: 'AIDE is installed', wins: true }],
      wishes: [],
    },
    coverage(tool, given),
    ...given.data.map((directory) => leftOut(tool, directory)),
    record(tool, given),
    schedule(given),
  ];
}

function notInstalled(given: Given): Requirement {
  const { others, installer, data } = given;
  const about = {
    object: 'tool',
    statement: 'a program watches files for changes',
    verdict: 'manual' as const,
    wishes: [],
  };
  const paths = pathsOf(given).map(({ path }) => path);
  if (others.length > 0) {
    return {
      ...about,
      evidence: others.map(({ name, path }) => ({
        source: path,
        says: `${name} is installed; its configuration is not read here`,
        wins: true,
      })),
      steps: [
        `see in the configuration of ${others.map(({ name }) => name).join(', ')} that it watches: ${paths.join(' ')}`,
        ...data.map(({ real }) => `and that it leaves out ${real}, which every container writes to`),
        'then accept this with holdfast waive',
      ],
    };
  }
  return {
    ...about,
    evidence: [
      { source: '/usr/bin/aide', says: 'neither AIDE nor another such program is installed', wins: true },
    ],
    steps: [
      `${installer ?? 'install the package'} aide${installer === 'apt-get install' ? ' aide-common' : ''}`,
      'then scan again: what AIDE is to watch and to leave out here is told then',
    ],
  };
}

function notConfigured({ program }: Aide, { installer }: Given): Requirement {
  const isDebian = installer === 'apt-get install';
  return {
    object: 'tool',
    verdict: 'manual',
    statement: 'a program watches files for changes',
    evidence: [{ source: program, says: 'AIDE is installed, and has no configuration', wins: true }],
    wishes: [],
    steps: [
      isDebian ? 'apt-get install aide-common' : 'write /etc/aide.conf: aide.conf(5)',
      'then scan again: what AIDE is to watch and to leave out here is told then',
    ],
  };
}

interface WatchedPath {
  readonly path: Path;
  readonly type: string;
  readonly mtime: string | null;
}

/** What /run holds is made anew at each boot. */
function pathsOf({ system, docker, binaries }: Given): readonly WatchedPath[] {
  const files = [
    ...system.files.filter(({ role }) => SYSTEM_ROLES.includes(role)),
    ...docker.files.filter(({ role }) => role !== "a user's credentials"),
  ];
  const found = new Map(
    files.map(({ path, type, mtime }) => [path, { path, type: FIND_LETTERS[type] ?? 'f', mtime }]),
  );
  for (const { path } of binaries) if (!found.has(path)) found.set(path, { path, type: 'f', mtime: null });
  return [...found.values()]
    .filter(({ path }) => !isBelow(path, '/run'))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function coverage(tool: Aide, given: Given): Requirement {
  const judged = pathsOf(given).map((each) => ({
    ...each,
    ...aideSelects(tool.rules, each.path, each.type),
  }));
  const missing = judged.filter(({ selected }) => !selected);
  const about = {
    object: 'coverage',
    statement: "AIDE watches this host's own and Docker's configuration, units and programs",
    wishes: [],
  };
  const programs = tool.programs.map(
    (source): Evidence => ({
      source,
      says: 'AIDE runs it, and its output is not known here',
      wins: false,
    }),
  );
  const source = tool.config ?? tool.program;
  if (missing.length === 0) {
    const says = `${judged.length} files are watched`;
    return { ...about, verdict: 'met', evidence: [{ source, says, wins: true }, ...programs] };
  }
  const evidence = missing.map(({ path, by }): Evidence => {
    if (by === null) return { source, says: `no rule is for ${path}`, wins: true };
    return { source: by.source, line: by.line, says: `${by.text} takes out ${path}`, wins: true };
  });
  const takenOut = missing.filter(({ by }) => by !== null);
  const lines = ruleLines(missing.filter(({ by }) => by === null));
  return {
    ...about,
    verdict: 'manual',
    evidence: [...evidence, ...programs],
    steps: [
      ...new Set(
        takenOut.map(
          ({ by }) => `take out of ${by?.source}, line ${by?.line}, or make it narrower: ${by?.text}`,
        ),
      ),
      ...(lines.length === 0 ? [] : [appendStep(tool, lines)]),
      ...afterwards(tool),
    ],
  };
}

/** One line for the files of a directory. */
function ruleLines(paths: readonly WatchedPath[]): readonly string[] {
  const groups = Map.groupBy(paths, ({ path, type }) => `${hostPath.parent(path)} ${type}`);
  return [...groups.values()].map((group) => {
    const names = group.map(({ path }) => quoteRegex(hostPath.name(path)));
    const [{ path, type } = { path: '/' as const, type: 'f' }] = group;
    const directory = quoteRegex(hostPath.parent(path)).replace(/^\/$/, '');
    const name = names.length === 1 ? names[0] : `(${names.join('|')})`;
    return `${directory}/${name}$ ${type} ${ATTRIBUTES}`;
  });
}

/** Layers and volumes change all the time: AIDE would take hours over them, and tell of every write. */
function leftOut(tool: Aide, { real }: DataDirectory): Requirement {
  const inside = aideSelects(tool.rules, `${real}/overlay2`, 'd');
  const about = {
    object: `excludes:${real}`,
    statement: `AIDE does not look into ${real}`,
    wishes: [],
  };
  const { by } = inside;
  const evidence: Evidence =
    by === null
      ? { source: tool.config ?? tool.program, says: `no rule is for what is below ${real}`, wins: true }
      : { source: by.source, line: by.line, says: by.text, wins: true };
  if (!inside.selected) return { ...about, verdict: 'met', evidence: [evidence] };
  return {
    ...about,
    verdict: 'manual',
    evidence: [evidence],
    steps: [appendStep(tool, [`!${quoteRegex(real)}$ d`]), ...afterwards(tool)],
  };
}

function record(tool: Aide, given: Given): Requirement {
  const { database, made } = tool;
  const about = {
    object: 'database',
    statement: 'AIDE has a record of the files as they are meant to be',
    wishes: [],
  };
  if (made === null) {
    return {
      ...about,
      verdict: 'manual',
      evidence: [{ source: database, says: 'it is not there: nothing can be compared', wins: true }],
      steps: [
        'put right what else is found first: the record is what is taken for good from then on',
        ...newRecord(tool),
      ],
    };
  }
  const newer = pathsOf(given).filter(({ mtime }) => mtime !== null && BigInt(mtime) > BigInt(made));
  const evidence = [{ source: database, says: `made on ${calendarDay(made)}`, wins: true }];
  if (newer.length === 0) return { ...about, verdict: 'met', evidence };
  const names = newer.slice(0, MOST_NAMES).map(({ path }) => path);
  const more = newer.length > MOST_NAMES ? ` and ${newer.length - MOST_NAMES} more` : '';
  return {
    ...about,
    verdict: 'manual',
    evidence: [
      ...evidence,
      { source: names[0] ?? database, says: `changed since: ${names.join(', ')}${more}`, wins: true },
    ],
    steps: ['see whether these changes are yours: the next report of AIDE has them', ...newRecord(tool)],
  };
}

function schedule({ schedules, aide: tool }: Given): Requirement {
  const about = {
    object: 'schedule',
    statement: 'AIDE compares the files again and again',
    evidence: schedules.map(({ source, line, says, atBoot }) => ({
      source,
      ...(line === undefined ? {} : { line }),
      says,
      wins: atBoot,
    })),
    wishes: [],
  };
  if (schedules.some(({ atBoot, isNow }) => atBoot && isNow !== false)) return { ...about, verdict: 'met' };
  const timer = schedules.find(({ source }) => source.endsWith('.timer'))?.source;
  const name = timer?.slice(timer.lastIndexOf('/') + 1);
  const own = `printf '0 5 * * * root ${tool?.program ?? 'aide'} --check${configOption(tool)}\\n' > /etc/cron.d/aide`;
  return {
    ...about,
    evidence:
      about.evidence.length > 0
        ? about.evidence
        : [{ source: '/etc/systemd/system', says: 'no timer and no cron job starts AIDE', wins: true }],
    verdict: 'manual',
    steps: [
      name === undefined
        ? own
        : `systemctl unmask ${shellWord(name)} && systemctl enable --now ${shellWord(name)}`,
    ],
  };
}

/** Debian reads a directory of snippets, whose names may have no dots. */
function appendStep({ config, rules }: Aide, lines: readonly string[]): string {
  const directory =
    config === '/etc/aide/aide.conf' ||
    rules.some(({ source }) => source.startsWith('/etc/aide/aide.conf.d/'));
  const file = directory ? '/etc/aide/aide.conf.d/10_local_docker' : (config ?? '/etc/aide.conf');
  return `printf '%s\\n' ${lines.map(shellWord).join(' ')} >> ${file}`;
}

function afterwards(tool: Aide): readonly string[] {
  return [`aide --config-check${configOption(tool)}`, ...newRecord(tool)];
}

function newRecord(tool: Aide): readonly string[] {
  if (tool.config === '/etc/aide/aide.conf') return ['nice -n 19 ionice -c 3 aideinit --yes --force'];
  const { program, database, output } = tool;
  return [
    `nice -n 19 ionice -c 3 ${program} --init${configOption(tool)} && mv ${shellWord(output)} ${shellWord(database)}`,
  ];
}

function configOption(tool: Aide | null): string {
  return tool?.config === null || tool === null ? '' : ` --config=${tool.config}`;
}

/** A path as AIDE's pattern for just it: what would end the word is in hexadecimal, and a backslash is for its reader, too. */
function quoteRegex(path: string): string {
  return path
    .replaceAll('\\', '\\\\\\\\')
    .replace(/[\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(/[\s@]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
