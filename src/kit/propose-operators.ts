import type { Requirement } from '../model/requirement.ts';
import type { DockerSudoers } from './docker-sudoers.ts';
import { people } from './people.ts';

/** Groups whose members distributions let use sudo. */
const ADMINISTRATORS = ['sudo', 'wheel', 'admin'];

/** Nobody but a person can say who runs Docker here; the steps propose names of this host. */
export function proposeOperators({ users, groups, socketGroups }: DockerSudoers): Requirement {
  const socket = socketGroups.map(({ name }) => name);
  const named = groups.filter(({ name }) => socket.includes(name) || ADMINISTRATORS.includes(name));
  const byGroup = named.map((group) => ({
    group: group.name,
    line: group.line,
    names: users
      .filter(({ name, gid, uid }) => uid !== 0 && (gid === group.gid || group.members.includes(name)))
      .map(({ name }) => name),
  }));
  const proposed = new Set([...byGroup.flatMap(({ names }) => names), ...people(users)]);
  const likely = byGroup.filter(({ group }) => socket.includes(group)).flatMap(({ names }) => names);
  return {
    object: 'param:operators',
    verdict: 'manual',
    statement: 'it is decided who runs Docker through sudo, with a password',
    evidence: byGroup
      .filter(({ names }) => names.length > 0)
      .map(({ group, line, names }) => ({
        source: '/etc/group',
        line,
        says: `in group ${group}: ${names.join(', ')}`,
        wins: false,
      })),
    wishes: [],
    steps: [
      proposed.size === 0
        ? 'make an account for whoever runs Docker, there is none yet: adduser NAME'
        : `decide which of these users run Docker: ${[...proposed].join(', ')}`,
      `name them in /etc/holdfast/policy.ini, in the section [sudo/docker-command-rule]: operators = ${
        [...new Set(likely)].join(', ') || [...proposed].join(', ') || 'NAME'
      }`,
      'then plan again',
    ],
  };
}
