import type { DockerCommand } from '../facts/docker-commands.ts';
import type { SocketGroup } from '../facts/docker-group.ts';
import type { Sudoers } from '../facts/sudoers.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { PasswdEntry } from '../formats/passwd.ts';

/** What is known of who may run Docker through sudo. */
export interface DockerSudoers {
  readonly policy: Sudoers | null;
  readonly commands: readonly DockerCommand[];
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
  readonly socketGroups: readonly SocketGroup[];
}
