import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runProgram } from '../../../src/host/run-program.ts';
import { Refused } from '../../../src/model/refusal.ts';

/** Fields 5 and 6 of proc_pid_stat(5), counted from behind the name in parentheses. */
const groupAndSession = (stat: string) =>
  stat
    .replace(/^.*\) /s, '')
    .split(' ')
    .slice(2, 4);

test('a child is in a group and session of its own, and says all it has to say', async () => {
  const { status, stdout } = await runProgram('/bin/cat', ['/proc/self/stat', '-'], {
    input: 'x'.repeat(1e6),
  });
  const said = Buffer.from(stdout).toString();
  assert.equal(status, 0);
  assert.ok(said.endsWith('x'.repeat(1e6)));
  const own = groupAndSession(readFileSync('/proc/self/stat', 'latin1'));
  for (const [i, number] of groupAndSession(said).entries()) assert.notEqual(number, own[i]);
});

test('a child that takes longer than it may is killed, and the refusal says after how long', async () => {
  await assert.rejects(runProgram('/bin/sleep', ['5'], { longestMs: 50 }), (error) => {
    assert.ok(error instanceof Refused && error.refusal.code === 'command-failed');
    assert.equal(error.refusal.args.why, 'it took over 0.05 seconds');
    return true;
  });
});
