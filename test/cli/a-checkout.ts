import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Says what it was given, and ends with the status that its first argument names. */
const PROGRAM = `
import { loadCatalogue } from './catalogue.ts';
loadCatalogue().then((playbooks) => {
  const { env, argv } = process;
  process.stdout.write(JSON.stringify({ args: argv.slice(2), env, cwd: process.cwd(), node: process.version, playbooks }));
  process.exitCode = Number(argv[2] ?? 0);
});
`;

export interface Checkout extends Disposable {
  readonly path: string;
}

/** A checkout with the launcher, the scripts and the packages of this one, and a program that tells how it was run. */
export function aCheckout(): Checkout {
  const path = mkdtempSync(join(tmpdir(), 'holdfast-checkout-'));
  for (const name of ['holdfast', 'scripts', 'package.json', 'package-lock.json']) {
    cpSync(join(root, name), join(path, name), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  mkdirSync(join(path, 'src/cli'), { recursive: true });
  writeFileSync(join(path, 'src/cli/main.ts'), PROGRAM);
  writeFileSync(join(path, 'src/cli/catalogue.ts'), 'export const loadCatalogue = async () => [];\n');
  mkdirSync(join(path, 'playbooks/area'), { recursive: true });
  writeFileSync(join(path, 'playbooks/area/one.ts'), "export default 'one';\n");
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
