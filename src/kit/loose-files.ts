import type { Tolerated } from '../facts/tolerated.ts';
import type { LooseFile } from '../formats/loose-files.ts';
import { octal } from '../formats/octal.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Requirement } from '../model/requirement.ts';
import { type Names, ownerWords } from './owner-words.ts';
import { unreadEvidence } from './unread-evidence.ts';

/** So many are told one by one: where there are more, their directory is what is wrong. */
const MOST = 50;
const OTHERS_WRITE = 0o002;

/** What a search found, each for a person: nobody else knows whose it is to be. Null where there was none. */
export function looseFileRequirements(
  searched: Tolerated<readonly LooseFile[] | null> | null,
  isWanted: boolean,
  names: Names,
): readonly Requirement[] {
  const about = {
    object: 'loose-files',
    statement: 'no file of a local file system is open to all or belongs to nobody',
    wishes: [],
  };
  const source = 'find';
  if (searched !== null && 'refusal' in searched)
    return [{ ...about, verdict: 'unknown', evidence: [unreadEvidence(source, searched.refusal)] }];
  const found = searched === null ? null : searched.value;
  if (found === null) {
    const says = isWanted
      ? 'an image is not searched'
      : 'not searched for: scan = true below [files/system-file-permissions] looks through every local file system';
    return [{ ...about, verdict: 'not-applicable', evidence: [{ source, says, wins: true }] }];
  }
  if (found.length === 0)
    return [
      {
        ...about,
        verdict: 'met',
        evidence: [{ source, says: 'none was found', wins: true }],
        observed: true,
      },
    ];
  const each = found.slice(0, MOST).map((file) => ofFile(file, names));
  if (found.length <= MOST) return each;
  const says = `${found.length} were found, of which ${MOST} are told one by one`;
  const steps = ['correct these, and scan again: the next ones are told then'];
  return [
    ...each,
    { ...about, verdict: 'manual', evidence: [{ source, says, wins: true }], steps, observed: true },
  ];
}

function ofFile(file: LooseFile, names: Names): Requirement {
  const { path, mode, uid, gid } = file;
  const word = shellWord(path);
  const isOpen = (mode & OTHERS_WRITE) !== 0 && file.type !== 'l';
  const isUnowned = [
    uid !== 0 && !names.users.some((each) => each.uid === uid),
    gid !== 0 && !names.groups.some((each) => each.gid === gid),
  ];
  const steps = [
    ...(isOpen && file.type === 'd'
      ? [`chmod +t ${word} where many users need it, else chmod o-w ${word}`]
      : []),
    ...(isOpen && file.type !== 'd' ? [`chmod o-w ${word}: mode ${octal(mode & ~OTHERS_WRITE)}`] : []),
    ...(isUnowned[0]
      ? [`chown USER ${word}, or remove it: uid ${uid} has no name, and whoever is given it next owns it`]
      : []),
    ...(isUnowned[1] ? [`chgrp GROUP ${word}: gid ${gid} has no name`] : []),
  ];
  return {
    object: `loose:${path}`,
    verdict: 'manual',
    statement: `${path} is not open to all, and belongs to somebody`,
    evidence: [{ source: path, says: ownerWords(file, names), wins: true }],
    wishes: [],
    steps: [...steps, 'or accept it with holdfast waive'],
    observed: true,
  };
}
