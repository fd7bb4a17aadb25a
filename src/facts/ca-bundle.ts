import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

/** Debian's and Alpine's, that of RHEL, and that of SUSE. */
const BUNDLES: readonly Path[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
];

/** The file with the certificates that this system trusts; null where none is installed. */
export const caBundle: Fact<Path | null> = {
  name: 'ca-bundle',
  async read(host) {
    for (const bundle of BUNDLES) if ((await host.resolve(bundle)) !== null) return bundle;
    return null;
  },
};
