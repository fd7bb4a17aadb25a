import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { after, before, describe, test } from 'node:test';
import { bundle } from '../../scripts/bundle.ts';
import { BROKEN_POLICIES } from '../policies/broken-policies.ts';
import type { Ran } from './lab/ran.ts';
import { readReport } from './lab/read-report.ts';

const COMMANDS = [['scan'], ['plan'], ['apply', '--unattended']];
/** Every call that has a path, and every program that is started. */
const STRACE = ['strace', '--seccomp-bpf', '-f', '-qq', '-s', '4096', '-e', 'trace=%file'];

describe('a broken policy', () => {
  let place: string;
  let root: string;
  let policy: string;
  let tool: string;
  before(async () => {
    place = mkdtempSync(join(tmpdir(), 'holdfast-broken-policies-'));
    [root, policy, tool] = [join(place, 'root'), join(place, 'policy.ini'), join(place, 'holdfast.cjs')];
    mkdirSync(join(root, 'etc'), { recursive: true });
    await bundle('src/cli/main.ts', tool, 'test/policies/playbooks');
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  /** What a command says with this policy, and all that it did with the host: calls that name its root, and programs. */
  const traced = (
    text: string,
    command: readonly string[],
  ): Ran & { readonly touched: readonly string[] } => {
    const trace = join(place, 'trace');
    writeFileSync(policy, text, { mode: 0o644 });
    const args = [...command, '--policy', policy, '--root', root, '--format', 'json'];
    const [program = '', ...words] = [...STRACE, '-o', trace, execPath, tool, ...args];
    const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
    if (error !== undefined) throw error;
    const [started = '', ...calls] = readFileSync(trace, 'utf8').split('\n');
    assert.match(started, /execve\(/);
    const touched = calls.filter((call) => call.includes(`"${root}`) || call.includes('execve('));
    return { status, stdout, stderr, touched };
  };

  test(`in any of ${BROKEN_POLICIES.length} ways ends every command with its line, and nothing of the host is read`, () => {
    for (const [i, [text, expected]] of BROKEN_POLICIES.entries()) {
      const command = COMMANDS[i % COMMANDS.length] ?? [];
      const { status, stdout, stderr, touched } = traced(text, command);
      const [refusal, ...others] = [readReport(stdout).refusal];
      const { path, line, why } = refusal?.args ?? {};
      assert.deepEqual([status, refusal?.code, path, others], [1, 'policy', policy, []], text);
      assert.match(`${line}: ${why}`, expected, text);
      assert.match(stderr.replaceAll(/\s+/g, ' '), /^holdfast: The policy .* Correct it, then try again\. $/);
      assert.ok(stderr.replaceAll(/\s+/g, '').includes(`${policy}:${line}`), stderr);
      // Only whether --root is a directory at all.
      assert.equal(touched.length, 1, touched.join('\n'));
      assert.match(touched[0] ?? '', new RegExp(`\\bstatx?\\(.*"${root}"`));
    }
  });

  test('is told from a sound one by the same tracer: then the host is read', () => {
    for (const command of COMMANDS) {
      const { status, touched } = traced('profile = strict\n', command);
      assert.equal(status, 0);
      assert.ok(touched.length > 1, touched.join('\n'));
    }
  });
});
