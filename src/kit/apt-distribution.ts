import type { Distribution } from '../facts/distribution.ts';
import type { DistributionNames, MatchedArchive } from '../formats/unattended-origins.ts';

/** What is known of a distribution's security archive. */
export interface AptDistribution {
  /** As unattended-upgrades knows it. */
  readonly names: DistributionNames;
  /** Suites by which sources name the archive. */
  readonly suites: readonly string[];
  /** Where it is fetched from, unless there is a mirror. */
  readonly uri: string;
  /** A line of Origins-Pattern that allows it. */
  readonly pattern: string;
  /** Its archives as their Release files describe them: security first. */
  readonly archives: readonly MatchedArchive[];
}

/** Debian and Ubuntu; null for others, whose archives are not known here. */
export function aptDistribution(distribution: Distribution | null): AptDistribution | null {
  const codename = distribution?.codename ?? '';
  if (codename === '') return null;
  const security = `${codename}-security`;
  if (distribution?.id === 'debian')
    return {
      names: { id: 'Debian', codename },
      suites: [security, 'stable-security', 'oldstable-security', 'oldoldstable-security'],
      uri: 'http://security.debian.org/debian-security',
      pattern: 'origin=Debian,codename=${distro_codename}-security,label=Debian-Security',
      archives: [
        {
          origin: 'Debian',
          label: 'Debian-Security',
          suite: 'stable-security',
          codename: security,
          site: 'security.debian.org',
        },
        { origin: 'Debian', label: 'Debian', suite: 'stable', codename, site: 'deb.debian.org' },
      ],
    };
  if (distribution?.id === 'ubuntu')
    return {
      names: { id: 'Ubuntu', codename },
      suites: [security],
      uri: 'http://security.ubuntu.com/ubuntu',
      pattern: 'origin=Ubuntu,archive=${distro_codename}-security,label=Ubuntu',
      archives: [
        { origin: 'Ubuntu', label: 'Ubuntu', suite: security, codename, site: 'security.ubuntu.com' },
        { origin: 'Ubuntu', label: 'Ubuntu', suite: codename, codename, site: 'archive.ubuntu.com' },
      ],
    };
  return null;
}
