import type { Situation } from './situation.ts';

const AUTHENTICATION = 'cases/ssh/authentication/verdicts.test.ts';
const TIMEOUTS = 'cases/ssh/session-timeouts/verdicts.test.ts';
const RANGES = 'cases/ssh/source-ranges/verdicts.test.ts';
const EVALUATE = 'src/formats/sshd-evaluate.ts';

/** Which word of which file counts, for whom. */
export const sshd: readonly Situation[] = [
  {
    host: 'a word that is wrong in a drop-in and right in the main file',
    right: '`unmet`: the drop-in was first, and the evidence has both lines',
    rule: 'the first value of a keyword counts',
    test: [AUTHENTICATION, 'the first word wins: the others are told, too'],
    without: {
      file: EVALUATE,
      find: 'said.find(({ blocks }) => blocks.length === 0) ??',
      replace: 'said.findLast(({ blocks }) => blocks.length === 0) ??',
    },
  },
  {
    host: 'the word stands above the Include of the main file',
    right: '`unmet`, and the line itself is set right: a drop-in would change nothing',
    rule: 'a drop-in is planned only where it would decide',
    test: [AUTHENTICATION, 'what it wishes for is enough: the word stands above the Include'],
    without: {
      file: 'src/kit/sshd-place.ts',
      find: 'if (decide(withSshdFile(server.main, path, change)).value !== wanted) continue;',
      replace: 'if (decide(withSshdFile(server.main, path, change)).value === undefined) continue;',
    },
  },
  {
    host: 'another file is included, and the directory of drop-ins after it',
    right: '`unmet`: the first of these files is set right',
    rule: 'a new file counts only where an Include asks for its name',
    test: [
      AUTHENTICATION,
      'what it wishes for is enough: another file, whose name sorts behind ours, is included before',
    ],
    without: {
      file: 'src/formats/sshd-file.ts',
      find: ' || !globPattern(pattern).test(path)',
      replace: '',
    },
  },
  {
    host: 'a drop-in sorts before ours: `00-a.conf`',
    right: '`unmet`: that file is set right, ours would come second',
    rule: 'a new file is read in the order of names',
    test: [AUTHENTICATION, 'what it wishes for is enough: a file sorts before ours'],
    without: {
      file: 'src/formats/sshd-file.ts',
      find: 'all.filter((file) => file.path < path)',
      replace: "all.filter((file) => file.path < '')",
    },
  },
  {
    host: '`Match all` at the end of the main file lets root in',
    right: '`manual` with the line: it goes before every file',
    rule: 'a block without criteria holds for everybody',
    test: [AUTHENTICATION, 'what holds for everybody in a block goes before every file, too'],
    without: {
      file: EVALUATE,
      find: 'return criteria.length === 0;',
      replace: 'return criteria.length < 0;',
    },
  },
  {
    host: '/etc/default/ssh has `SSHD_OPTS="-o PermitRootLogin=yes"`',
    right: '`manual`: the option is to be taken out, no file goes before it',
    rule: 'options of the command line come before every file',
    test: [AUTHENTICATION, 'an option of the command line goes before every file'],
    without: {
      file: 'src/facts/sshd.ts',
      find: 'return [...options, ...sshdStatements(main)];',
      replace: 'return [...sshdStatements(main), ...options];',
    },
  },
  {
    host: 'a `Match Group` block includes a file with a `Match Address` of its own',
    right: 'what stands there holds where both do, and is named so',
    rule: 'a block in an included file is within those around it',
    test: [AUTHENTICATION, 'blocks with the same criteria are one, blocks in blocks are named together'],
    without: {
      file: EVALUATE,
      find: 'blocks = [...around, { path',
      replace: 'blocks = [{ path',
    },
  },
  {
    host: 'a block says the word twice: `no`, then `yes`',
    right: '`met`: the first counts in a block, too',
    rule: 'of what holds in blocks the first counts',
    test: [AUTHENTICATION, 'a block is judged as a whole: its second factor counts, and its first word'],
    without: {
      file: EVALUATE,
      find: 'said.find(({ blocks }) => blocks.length > 0 && blocks.every(holds)) ??',
      replace: 'said.findLast(({ blocks }) => blocks.length > 0 && blocks.every(holds)) ??',
    },
  },
  {
    host: 'a block sets `ClientAliveCountMax 4` where the interval for everybody is 300',
    right: '`manual`: together that is 20 minutes',
    rule: 'a block is judged with what holds for everybody',
    test: [TIMEOUTS, 'a Match block that never asks is for a person, one that asks otherwise is not'],
    without: {
      file: 'src/kit/sshd-alive-rules.ts',
      find: 'interval * count <= seconds',
      replace: 'interval <= seconds',
    },
  },
  {
    host: '`ClientAliveInterval 300` and `ClientAliveCountMax 0`',
    right: '`unmet`: a count of 0 is never',
    rule: '0 switches it off, since OpenSSH 8.2',
    test: [
      TIMEOUTS,
      '"ClientAliveInterval 300\\nClientAliveCountMax 0\\nLoginGraceTime 60\\n", and what it wishes for is enough',
    ],
    without: {
      file: 'src/kit/sshd-alive-rules.ts',
      find: 'return ends(interval, count) || (count > 0 && count <= QUESTIONS);',
      replace: 'return ends(interval, count) || count <= QUESTIONS;',
    },
  },
  {
    host: '`AllowUsers *@10.0.0.0/8`, and another AllowUsers line with `alice`',
    right: '`unmet`: alice comes in from everywhere',
    rule: 'lines of a list add up',
    test: [RANGES, 'lists add up: a second line undoes the first, and what it wishes for is enough'],
    without: {
      file: 'src/formats/sshd-admits.ts',
      find: 'said.filter(({ blocks }) => blocks.length === 0);',
      replace: 'said.filter(({ blocks }) => blocks.length === 0).slice(0, 1);',
    },
  },
  {
    host: 'DenyUsers for everybody, and a block with a DenyUsers of its own',
    right: '`manual`: in the block the list for everybody does not count',
    rule: 'a list of a block goes in the place of that for everybody',
    test: [RANGES, 'a block denies somebody, and with that nobody else, and what it wishes for is enough'],
    without: {
      file: 'src/formats/sshd-admits.ts',
      find: 'return inBlocks.length > 0 ? inBlocks : said',
      replace: 'return inBlocks.length > 999 ? inBlocks : said',
    },
  },
  {
    host: 'no drop-in is read, and the main file denies some users already',
    right: 'our item is added to that line, and whom it denied stays denied',
    rule: 'what a line denies is kept',
    test: [RANGES, 'where no drop-in is read, what is denied already stays denied'],
    without: {
      file: 'src/kit/sshd-source-line.ts',
      find: "wanted = [...others, item].join(' ');",
      replace: 'wanted = others.length < 0 ? String(others) : item;',
    },
  },
  {
    host: 'only IPv4 is limited: `DenyUsers *@!10.0.0.0/8,0.0.0.0/0`',
    right: '`unmet`: over IPv6 everybody comes in',
    rule: 'logins are tried from addresses of both families',
    test: [RANGES, 'IPv4 alone is limited, and what it wishes for is enough'],
    without: {
      file: 'src/formats/boundary-addresses.ts',
      find: 'return [...found];',
      replace: "return [...found].filter((address) => !address.includes(':'));",
    },
  },
];
