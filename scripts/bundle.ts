import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = dirname(import.meta.dirname);

/**
 * Bundles a module of src/ with everything it imports into one CommonJS file, which starts about 6 ms
 * sooner than the same as an ES module. The same sources give the same bytes. `playbooks` is the folder that the
 * catalogue is made of, from the root of the repository.
 */
export async function bundle(entry: string, outfile: string, playbooks = 'playbooks'): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    legalComments: 'eof',
    plugins: [catalogue(playbooks)],
    // What a module reads beside itself is not in the bundle.
    logOverride: { 'empty-import-meta': 'error' },
    logLevel: 'warning',
  });
}

/** Puts a list of the playbooks in the place of the module that reads their folder: a bundle has no folder. */
const catalogue = (playbooks: string): Plugin => ({
  name: 'catalogue',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/cli\/catalogue\.ts$/ }, ({ path }) => {
      const files = globSync('*/*.ts', { cwd: join(root, playbooks), exclude: ['**/_*'] }).sort();
      const imports = files.map((file, i) => `import playbook${i} from '../../${playbooks}/${file}';\n`);
      const names = files.map((_, i) => `playbook${i}`);
      const contents = `${imports.join('')}export const loadCatalogue = async () => [${names.join(', ')}];\n`;
      return { contents, loader: 'ts', resolveDir: dirname(path) };
    });
  },
});
