import { playbookFiles } from '../host/playbook-files.ts';
import type { Playbook } from '../model/playbook.ts';

/** Every playbook there is, by id. The folder is the registry; the build puts the same list in this module's place. */
export async function loadCatalogue(): Promise<readonly Playbook[]> {
  const modules = await Promise.all(
    playbookFiles().map((url) => import(url) as Promise<{ default: Playbook }>),
  );
  return modules.map((module) => module.default);
}
