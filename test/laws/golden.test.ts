import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createTwoFilesPatch } from 'diff';
import { labHosts } from '../real/lab/lab-hosts.ts';
import { goldenPlan } from './lab/golden-plan.ts';
import { goldens } from './lab/goldens.ts';

const SNAPSHOTS = join(import.meta.dirname, '../../snapshots');

test('every host of the lab is captured, and every captured host is one of the lab', async () => {
  const hosts = [...(await labHosts()).keys()];
  const captured = readdirSync(SNAPSHOTS).sort();
  assert.deepEqual(captured, hosts, 'npm run golden -- --capture HOST, or remove its folder');
});

describe('the plan for', () => {
  for (const { host, profile, directory, file } of goldens()) {
    test(`${host}, ${profile}, is the golden one`, async () => {
      const plan = await goldenPlan(directory, profile);
      const golden = existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (plan !== golden) {
        const name = `snapshots/${host}/plan.${profile}.txt`;
        const diff = createTwoFilesPatch(name, 'now', golden, plan, '', '', { context: 3 });
        assert.fail(`${diff}\nIf that is as it should be: npm run golden, and commit what it wrote.`);
      }
      const asked = plan.replaceAll(/\s+/g, ' ');
      const gap = asked.indexOf('(not captured)');
      const what = asked.slice(Math.max(0, gap - 100), gap);
      assert.equal(gap, -1, `${what}is not in the capture: npm run golden -- --capture ${host}`);
    });
  }
});

test('no secret of the lab is in a capture', () => {
  const read = (path: string) => readFileSync(path, 'latin1');
  const files = (directory: string) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name));
  const hosts = files(join(import.meta.dirname, '../real/hosts'))
    .map(read)
    .join('');
  for (const secret of ['Tr0ub4dor', 'r3adOnly-b1nd', '$Zr8kQw2n$']) {
    assert.ok(hosts.includes(secret), `${secret} is planted nowhere`);
    assert.deepEqual(
      files(SNAPSHOTS).filter((file) => read(file).includes(secret)),
      [],
      secret,
    );
  }
});
