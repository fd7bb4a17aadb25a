import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

/** Another program that watches files, whose configuration is not read here. */
export interface IntegrityTool {
  readonly name: string;
  readonly path: Path;
}

const TOOLS: readonly IntegrityTool[] = [
  { name: 'Tripwire', path: '/usr/sbin/tripwire' },
  { name: 'Samhain', path: '/usr/sbin/samhain' },
  { name: 'Wazuh', path: '/var/ossec/bin/wazuh-syscheckd' },
  { name: 'OSSEC', path: '/var/ossec/bin/ossec-syscheckd' },
  { name: 'osquery', path: '/usr/bin/osqueryd' },
  { name: 'Auditbeat', path: '/usr/share/auditbeat/bin/auditbeat' },
];

export const otherIntegrityTools: Fact<readonly IntegrityTool[]> = {
  name: 'other-integrity-tools',
  async read(host) {
    const found: IntegrityTool[] = [];
    for (const tool of TOOLS) if ((await host.resolve(tool.path)) !== null) found.push(tool);
    return found;
  },
};
