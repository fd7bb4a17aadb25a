import { holdsForAll, type SshdStatement } from '../formats/sshd-evaluate.ts';

/** The criteria of the Match blocks that a statement stands in as they are written, those of an Include's block first. */
export function sshdBlocksName({ blocks }: Pick<SshdStatement, 'blocks'>): string {
  return blocks
    .filter((block) => !holdsForAll(block))
    .map(({ text }) => text.replace(/^match[ \t=]+/i, ''))
    .join(', ');
}
