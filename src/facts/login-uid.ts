import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import type { Evidence } from '../model/requirement.ts';
import { hostFile } from './host-file.ts';

/** A way in, and the line by which the kernel is told who came in by it; null where it is not told. */
export interface LoginUid {
  readonly service: string;
  readonly path: Path;
  readonly set: Evidence | null;
}

/** What begins sessions of people; sudo and su go on in one. */
const SERVICES = ['atd', 'cron', 'crond', 'gdm-password', 'lightdm', 'login', 'remote', 'sshd'];
/** As in Linux-PAM, against loops. */
const MOST_LEVELS = 32;

/** Services of pam.d(5) that begin sessions, and whether pam_loginuid(8) is in their stack: rules by auid rest on it. */
export const loginUid: Fact<readonly LoginUid[]> = {
  name: 'login-uid',
  async read(host) {
    const found: LoginUid[] = [];
    for (const service of SERVICES) {
      const path: Path = `/etc/pam.d/${service}`;
      if ((await host.resolve(path)) !== null) found.push({ service, path, set: await setIn(host, path, 0) });
    }
    return found;
  },
};

async function setIn(host: HostReader, path: Path, level: number): Promise<Evidence | null> {
  const text = level > MOST_LEVELS ? null : await hostFile(host, path, (content) => content);
  for (const [i, line] of (text ?? '').split('\n').entries()) {
    if (/^\s*-?session\s+(?:\w+|\[[^\]]*\])\s+\S*pam_loginuid\.so(?:\s|$)/i.test(line))
      return { source: path, line: i + 1, says: line.trim(), wins: true };
    const [, included] =
      /^\s*@include\s+([\w.-]+)/.exec(line) ??
      /^\s*-?session\s+(?:include|substack)\s+([\w.-]+)/i.exec(line) ??
      [];
    const found = included === undefined ? null : await setIn(host, `/etc/pam.d/${included}`, level + 1);
    if (found !== null) return found;
  }
  return null;
}
