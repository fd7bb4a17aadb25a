import { dockerConfigurationFiles } from '../facts/docker-configuration-files.ts';
import { dockerData } from '../facts/docker-data.ts';
import { looseFiles } from '../facts/loose-files.ts';
import { mounts } from '../facts/mounts.ts';
import { passwordAcls } from '../facts/password-acls.ts';
import { statOverrides } from '../facts/stat-overrides.ts';
import { systemFiles } from '../facts/system-files.ts';
import { tmpfiles } from '../facts/tmpfiles.ts';
import { tolerated } from '../facts/tolerated.ts';
import { DOCKER_FILE_RULES } from './docker-file-rules.ts';
import { filePermissions } from './file-permissions.ts';
import { looseFileRequirements } from './loose-files.ts';
import { passwordAclRequirements } from './password-acls.ts';
import { SYSTEM_FILE_RULES } from './system-file-rules.ts';

/** Files by what they are for, and requirements on whose they are and who may do what with them. */
export const files = {
  system: systemFiles,
  docker: dockerConfigurationFiles,
  overrides: statOverrides,
  tmpfiles,
  data: dockerData,
  mounts,
  acls: tolerated(passwordAcls),
  loose: tolerated(looseFiles),
  systemRules: SYSTEM_FILE_RULES,
  dockerRules: DOCKER_FILE_RULES,
  permissions: filePermissions,
  noneNamed: passwordAclRequirements,
  noneLoose: looseFileRequirements,
};
