import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { situations } from './situations/situations.ts';
import { situationsPage } from './situations/situations-page.ts';

/** `npm run situations`: writes the page of dangerous situations. */
writeFileSync(join(import.meta.dirname, '../docs/dangerous-situations.md'), situationsPage(situations));
