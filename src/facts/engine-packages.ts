/** A package of the container engine: upgrading it restarts a daemon under which containers run. */
export interface EnginePackage {
  readonly name: string;
  /** Whose archive it comes from, in the words of its Release file; null for the distribution's own. */
  readonly vendor: string | null;
}

export const enginePackages: readonly EnginePackage[] = [
  { name: 'containerd', vendor: null },
  { name: 'containerd.io', vendor: 'Docker' },
  { name: 'docker-ce', vendor: 'Docker' },
  { name: 'docker.io', vendor: null },
  { name: 'moby-containerd', vendor: 'microsoft*' },
  { name: 'moby-engine', vendor: 'microsoft*' },
  { name: 'moby-runc', vendor: 'microsoft*' },
  { name: 'runc', vendor: null },
];
