import { mkdirSync, renameSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle } from './bundle.ts';

/** Makes .build/holdfast.cjs, which ./holdfast runs: the old one or the whole new one at every instant. */
const started = new Date();
const outfile = join(dirname(import.meta.dirname), '.build/holdfast.cjs');
const unfinished = `${outfile}.${process.pid}`;

mkdirSync(dirname(outfile), { recursive: true });
await bundle('src/cli/main.ts', unfinished);
// As old as the start of the build, so that a source saved during it is newer.
utimesSync(unfinished, started, started);
renameSync(unfinished, outfile);
