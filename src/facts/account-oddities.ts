import { groupCompatLines } from '../formats/group.ts';
import { passwdCompatLines, type UnshadowedUser, unshadowedUsers } from '../formats/passwd.ts';
import { shadowCompatLines } from '../formats/shadow.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** What a host's account files should not have, and usual readers pass over. */
export interface AccountOddities {
  readonly unshadowed: readonly UnshadowedUser[];
  /** Lines that bring in accounts from elsewhere. */
  readonly compat: readonly { readonly path: Path; readonly line: number }[];
}

const FILES: readonly (readonly [Path, (text: string) => readonly number[]])[] = [
  ['/etc/passwd', passwdCompatLines],
  ['/etc/shadow', shadowCompatLines],
  ['/etc/group', groupCompatLines],
];

export const accountOddities: Fact<AccountOddities> = {
  name: 'account-oddities',
  async read(host) {
    const compat: { path: Path; line: number }[] = [];
    for (const [path, linesIn] of FILES) {
      const lines = (await hostFile(host, path, linesIn)) ?? [];
      compat.push(...lines.map((line) => ({ path, line })));
    }
    return { unshadowed: (await hostFile(host, '/etc/passwd', unshadowedUsers)) ?? [], compat };
  },
};
