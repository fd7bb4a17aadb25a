import { canonicalNftTable } from '../formats/canonical-nft-table.ts';
import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import { nftReplacement } from '../formats/nft-replacement.ts';
import { Refused } from '../model/refusal.ts';
import { findProgram, needProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import type { LiveOf } from './live-of.ts';
import { runProgram } from './run-program.ts';

/** Tables of the packet filter, by nft(8): whole ones, each by itself. Never `flush ruleset`, which takes Docker's along. */
export const liveNftTables: LiveOf<'nft-table'> = {
  read: readTable,
  keys: async (pattern) => {
    const tables = await tableNames();
    return pattern === '*' ? tables : tables.filter((table) => table === pattern);
  },
  put: putTable,
};

/** Without what it has counted, and with numbers of protocols: their names are those of /etc/protocols, where there is one. */
const AS_WRITTEN = ['--stateless', '--numeric-protocol'];

async function tableNames(): Promise<readonly string[]> {
  const nft = findProgram('nft');
  if (nft === null) return [];
  const said = await run(nft, ['list', 'tables']);
  return [...said.matchAll(/^table (\S+ \S+)$/gm)].map(([, table = '']) => table);
}

async function readTable(table: string): Promise<string | null> {
  // Asked for what is not there, nft says why in words of its release.
  if (!(await tableNames()).includes(table)) return null;
  const nft = needProgram('nft', 'nftables', 'read the packet filter');
  return canonicalNftTable(await run(nft, [...AS_WRITTEN, 'list', 'table', ...table.split(' ')]));
}

async function putTable(table: string, state: string | null): Promise<void> {
  if ((await readTable(table)) === state) return;
  const nft = needProgram('nft', 'nftables', 'change the packet filter');
  await run(nft, ['-f', '-'], nftReplacement(table, state));
}

async function run(nft: string, args: readonly string[], input = ''): Promise<string> {
  const { status, stdout, stderr } = await runProgram(nft, args, { input: encodeHostText(input) });
  if (status === 0) return decodeHostText(stdout);
  const command = ['nft', ...args].join(' ');
  throw new Refused({ code: 'command-failed', args: { command, why: inOneLine(stderr) } });
}
