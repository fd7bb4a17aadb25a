import type { DockerFileRole } from '../facts/docker-configuration-files.ts';
import type { FileRule } from './file-rule.ts';

/** What CIS asks of Docker's files: all may read what is no secret, only root may write. */
export const DOCKER_FILE_RULES: { readonly [R in DockerFileRole]: FileRule } = {
  unit: { type: 'file', allowed: 0o644 },
  configuration: { type: 'file', allowed: 0o644 },
  directory: { type: 'directory', allowed: 0o755 },
  certificate: { type: 'file', allowed: 0o444 },
  'private key': { type: 'file', allowed: 0o400 },
  credentials: { type: 'file', allowed: 0o600 },
  "a user's credentials": { type: 'file', allowed: 0o600, isUsers: true },
  program: { type: 'file', allowed: 0o755 },
};
