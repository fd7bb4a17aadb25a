import type { Ran } from './ran.ts';

/** Every table of nftables for both families of IP, as `nft TABLE` with its text. Docker's are of one family, and its own. */
export function nftTables(run: (...command: readonly string[]) => Ran): ReadonlyMap<string, string> {
  if (run('sh', '-c', 'command -v nft').status !== 0) return new Map();
  const names = [...run('nft', 'list', 'tables').stdout.matchAll(/^table (inet \S+)$/gm)].map(
    ([, name = '']) => name,
  );
  return new Map(
    names.map((name) => [
      `nft ${name}`,
      run('nft', '--stateless', 'list', 'table', ...name.split(' ')).stdout,
    ]),
  );
}
