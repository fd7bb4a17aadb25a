import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Copies playbooks/_template.ts to a new playbook: `npm run new-playbook -- network/syn-cookies`. */
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function refuse(why: string): never {
  process.stderr.write(`new-playbook: ${why}\n`);
  process.exit(1);
}

const [id, ...more] = process.argv.slice(2);
if (id === undefined || more.length > 0)
  refuse('name one playbook: npm run new-playbook -- network/syn-cookies');
if (!ID.test(id)) refuse(`an id is area/name in lower-case words with hyphens, not ${JSON.stringify(id)}`);

const folder = join(import.meta.dirname, '../playbooks');
const file = join(folder, `${id}.ts`);
if (existsSync(file)) refuse(`playbooks/${id}.ts is there already`);

const template = readFileSync(join(folder, '_template.ts'), 'utf8');
mkdirSync(dirname(file), { recursive: true });
// One folder deeper than the template, so the kit is one further up.
writeFileSync(file, template.replace("'area/name'", `'${id}'`).replace("'../src/kit/", "'../../src/kit/"));
process.stdout.write(`playbooks/${id}.ts\n`);
