import { setTimeout as wait } from 'node:timers/promises';
import { census } from './census.ts';

/** For `node --test-global-setup`: the run fails, and says of what, when something is there after it that was not before. */
const [NAME, VALUE] = ['HOLDFAST_TEST_RUN', String(process.pid)];
const MARK = `${NAME}=${VALUE}`;
/** What is ending may still be seen. */
const PATIENCE_MS = 5000;

let before: ReadonlySet<string>;

export function globalSetup(): void {
  before = census(MARK);
  process.env[NAME] = VALUE;
}

export async function globalTeardown(): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let left = leftBehind();
  while (left.length > 0 && Date.now() < deadline) {
    await wait(200);
    left = leftBehind();
  }
  if (left.length === 0) return;
  console.error(`The tests have left behind:\n${left.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
}

function leftBehind(): string[] {
  return [...census(MARK)].filter((line) => !before.has(line));
}
