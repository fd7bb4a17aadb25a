export { dockerCommands } from '../facts/docker-commands.ts';
export { accounts } from './accounts.ts';
export { audit } from './audit.ts';
export { definePlaybook } from './define-playbook.ts';
export { dockerData } from './docker-data.ts';
export { dockerGroup } from './docker-group.ts';
export { sudoers } from './sudoers.ts';
export { sysctl } from './sysctl.ts';
