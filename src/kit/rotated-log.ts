import type { Logrotate } from '../facts/logrotate.ts';
import { rotates } from '../formats/logrotate-conf.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';

const DIRECTORY: Path = '/etc/logrotate.d';
const PATH: Path = `${DIRECTORY}/holdfast-sudo`;

/** A log does not grow for ever: some section rotates it; two would be an error, by which logrotate leaves out the second. */
export function rotatedLog(conf: Logrotate | null, log: string): Requirement {
  const about = {
    object: `log:${log}`,
    statement: `${log} is rotated`,
    wishes: [],
  };
  if (conf === null) {
    return {
      ...about,
      verdict: 'manual',
      evidence: [{ source: '/usr/sbin/logrotate', says: 'it is not installed', wins: true }],
      steps: [
        'install logrotate, or the log grows for ever: apt install logrotate (dnf, zypper)',
        'then plan again',
      ],
    };
  }
  const section = rotates(conf.sections, log);
  const by = conf.sections.find((each) => each === section);
  if (by !== undefined) {
    const evidence = [{ source: by.path, line: by.line, says: by.logs.join(' '), wins: true }];
    return { ...about, verdict: 'met', evidence };
  }
  if (!conf.includes.some((each) => each.replace(/\/+$/, '') === DIRECTORY)) {
    return {
      ...about,
      verdict: 'manual',
      evidence: [{ source: conf.main, says: `it does not include ${DIRECTORY}`, wins: true }],
      steps: [
        `add the line "include ${DIRECTORY}" to ${conf.main}, or a section for ${log}`,
        'then plan again',
      ],
    };
  }
  return {
    ...about,
    verdict: 'unmet',
    evidence: [{ source: DIRECTORY, says: `no section is for ${log}`, wins: true }],
    wishes: [
      { kind: 'entry', key: PATH, part: 'text', desired: sectionFor(log) },
      // logrotate passes over what others than root may write.
      { kind: 'entry', key: PATH, part: 'mode', desired: 0o644 },
      { kind: 'entry', key: PATH, part: 'owner', desired: 0 },
    ],
  };
}

/** A year of it, by weeks. sudo opens the file anew for each command, so nobody needs to be told. */
function sectionFor(log: string): string {
  return `# Written by Holdfast: sudo/command-logging.
${log} {
    weekly
    rotate 53
    missingok
    notifempty
    compress
    delaycompress
    create 0600 root root
}
`;
}
