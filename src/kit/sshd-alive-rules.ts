import type { SshdDecide, SshdRule } from './sshd-rule.ts';

/** As sshd has it by default: so many questions in a row stay without an answer. */
const QUESTIONS = 3;

/**
 * A client that answers nothing is gone after at most `seconds`: sshd asks every ClientAliveInterval seconds, and gives
 * up after ClientAliveCountMax questions. Either at 0 means never (a count of 0 since OpenSSH 8.2). What is right by
 * other numbers stays.
 */
export function sshdAliveRules(seconds: number): readonly SshdRule[] {
  const numbers = (decide: SshdDecide) => ({
    interval: Number(decide('ClientAliveInterval').value),
    count: Number(decide('ClientAliveCountMax').value),
  });
  const ends = (interval: number, count: number) => interval > 0 && count > 0 && interval * count <= seconds;
  const keepsCount = (decide: SshdDecide) => {
    const { interval, count } = numbers(decide);
    return ends(interval, count) || (count > 0 && count <= QUESTIONS);
  };
  return [
    {
      keyword: 'ClientAliveCountMax',
      allowed: [String(QUESTIONS)],
      statement: `sshd gives up a client that does not answer: ClientAliveCountMax is not 0, and times ClientAliveInterval at most ${seconds} seconds`,
      isKept: keepsCount,
    },
    {
      keyword: 'ClientAliveInterval',
      allowed: [String(Math.floor(seconds / QUESTIONS))],
      statement: `sshd asks clients whether they are there: ClientAliveInterval is not 0, and times ClientAliveCountMax at most ${seconds} seconds`,
      isKept: (decide) => {
        const { interval, count } = numbers(decide);
        return ends(interval, keepsCount(decide) ? count : QUESTIONS);
      },
    },
  ];
}
