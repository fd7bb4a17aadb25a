/** A hole in the engine or what it stands on, and the releases of the project that mend it, one per line of releases. */
export interface EngineAdvisory {
  readonly id: string;
  readonly component: 'engine' | 'containerd' | 'runc';
  /** One clause: what somebody can do. */
  readonly allows: string;
  readonly fixed: readonly string[];
  /** An option of dockerd without which nobody is concerned. */
  readonly option?: string;
  readonly source: string;
}

/**
 * The floors below which a release of the projects themselves is known to be open. Short on purpose: what is newest
 * says the archive. Builds of distributions carry fixes under old numbers, and are not judged by these.
 */
export const engineAdvisories: readonly EngineAdvisory[] = [
  {
    id: 'CVE-2024-25621',
    component: 'containerd',
    allows: "users of the host can read containerd's data",
    fixed: ['1.7.29', '2.0.7', '2.1.5', '2.2.0'],
    source: 'https://github.com/containerd/containerd/security/advisories/GHSA-pwhc-rpq9-4c8w',
  },
  {
    id: 'CVE-2025-31133',
    component: 'runc',
    allows: 'a container can write to the files in /proc by which it takes over the host',
    fixed: ['1.2.8', '1.3.3', '1.4.0-rc.3'],
    source: 'https://github.com/opencontainers/runc/releases/tag/v1.2.8',
  },
  {
    id: 'CVE-2026-34040',
    component: 'engine',
    allows: 'a request with a large body passes the authorization plugin by',
    fixed: ['29.3.1'],
    option: 'authorization-plugins',
    source: 'https://github.com/moby/moby/security/advisories/GHSA-x744-4wpc-v9h2',
  },
];
