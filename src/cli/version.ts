import manifest from '../../package.json' with { type: 'json' };

/** As in package.json; plans and runs carry it. */
export const VERSION: string = manifest.version;
