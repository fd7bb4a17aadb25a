import fc from 'fast-check';

/** Loaded first in CI, where a change must fail for what it changed: everywhere else each run tries other values. */
fc.configureGlobal({ seed: 20261122 });
