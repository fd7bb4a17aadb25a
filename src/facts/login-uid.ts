import { ownPamStack } from '../formats/pam-stack.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { type PamFile, pamConfiguration } from './pam-configuration.ts';

/** A way in, and the line by which the kernel is told who came in by it; null where it is not told. */
export interface LoginUid {
  readonly service: string;
  readonly path: Path;
  readonly set: Evidence | null;
}

/** What begins sessions of people; sudo and su go on in one. */
const SERVICES = ['atd', 'cron', 'crond', 'gdm-password', 'lightdm', 'login', 'remote', 'sshd'];

/** Services of pam.d(5) that begin sessions, and whether pam_loginuid(8) is in their stack: rules by auid rest on it. */
export const loginUid: Fact<readonly LoginUid[]> = {
  name: 'login-uid',
  async read(_host, use) {
    const files: ReadonlyMap<string, PamFile> = (await use(pamConfiguration))?.files ?? new Map();
    return SERVICES.flatMap((service) => {
      const file = files.get(service);
      if (file === undefined) return [];
      const modules = ownPamStack(files, service, 'session').flatMap((handler) =>
        handler.is === 'module' ? [handler.module] : [],
      );
      const set = modules.find(({ module }) => /(?:^|\/)pam_loginuid\.so$/.test(module));
      const evidence = set && { source: set.path as Path, line: set.line, says: set.text.trim(), wins: true };
      return [{ service, path: file.path, set: evidence ?? null }];
    });
  },
};
