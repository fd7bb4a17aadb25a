import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { compareManifests } from './lab/compare-manifests.ts';
import { DOCKER_ROOT } from './lab/docker-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';
import { manifest } from './lab/manifest.ts';
import type { Ran } from './lab/ran.ts';
import { showDifferences } from './lab/show-differences.ts';
import { smallRoot } from './lab/small-root.ts';

const MANY = 8;

describe('of many that write', () => {
  let holdfast: Holdfast;
  let place: string;
  let root: string;
  before(async () => {
    holdfast = await builtHoldfast();
  });
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'holdfast-one-writer-'));
    root = join(place, 'root');
    smallRoot(root, DOCKER_ROOT);
  });
  afterEach(() => {
    rmSync(place, { recursive: true });
  });
  after(() => {
    holdfast[Symbol.dispose]();
  });

  const started = (...more: string[]): ChildProcess => {
    const [node, bundle] = holdfast.command;
    return spawn(node, [bundle, 'apply', '--unattended', '--root', root, ...more], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };
  const ended = async (child: ChildProcess): Promise<Ran> => {
    const said = { stdout: '', stderr: '' };
    child.stdout?.on('data', (text) => {
      said.stdout += text;
    });
    child.stderr?.on('data', (text) => {
      said.stderr += text;
    });
    const [status] = await once(child, 'close');
    return { status, ...said };
  };

  const lockWait = (seconds: number) => {
    mkdirSync(join(root, 'etc/holdfast'));
    writeFileSync(join(root, 'etc/holdfast/policy.ini'), `[run]\nlock-wait = ${seconds}s\n`);
  };
  const WAITS = /^Another Holdfast is at work on \S+: waiting for it to end, at most \d+ s$/m;
  /** Until what it has said on standard error matches. */
  const said = async (child: ChildProcess, expected: RegExp) => {
    let text = '';
    child.stderr?.on('data', (more) => {
      text += more;
    });
    while (!expected.test(text)) {
      assert.equal(child.exitCode, null, text);
      await setTimeout(1);
    }
  };

  /** A process that holds the locks and stands still in the middle of its run. */
  const halted = async (run: string): Promise<ChildProcess> => {
    const journal = join(root, 'var/lib/holdfast/runs', run, 'journal.ndjson');
    const child = started();
    while (!existsSync(journal) || !readFileSync(journal, 'latin1').includes('"intent"')) {
      assert.equal(child.exitCode, null, 'it ended before it wrote');
      await setTimeout(1);
    }
    child.kill('SIGSTOP');
    assert.doesNotMatch(readFileSync(journal, 'latin1'), /"commit"/);
    return child;
  };

  test(`${MANY} at once: one runs, and none of the others changes anything`, async () => {
    const all = await Promise.all(Array.from({ length: MANY }, () => ended(started('--format', 'json'))));
    const made = all.filter(({ stdout }) => stdout.includes('"status": "applied"'));
    assert.equal(made.length, 1, all.map(({ status, stderr }) => `${status} ${stderr}`).join('\\n'));
    // Who came after the end found nothing to do.
    for (const { status, stdout } of all) assert.ok(status === 3 || status === 0, stdout);
    assert.equal(holdfast.report(0, 'history', '--root', root).runs?.length, 1);
  });

  test(`while one runs, ${MANY - 1} others that may not wait are refused, also with another state directory`, async () => {
    lockWait(0);
    const holder = await halted('000001');
    try {
      const during = manifest(root);
      const others = Array.from({ length: MANY - 1 }, (_, i) =>
        started(...(i % 2 === 0 ? [] : ['--state-dir', join(place, `state-${i}`)])),
      );
      for (const other of await Promise.all(others.map(ended))) {
        assert.equal(other.status, 3, other.stderr);
        assert.doesNotMatch(other.stderr, WAITS);
      }
      assert.equal(showDifferences(compareManifests(during, manifest(root))), '');
      for (const writing of [['rollback', '--last', '--yes'], ['recover'], ['purge', '000001', '--yes']]) {
        assert.equal(holdfast.run(...writing, '--root', root).status, 3, writing.join(' '));
      }
      // Looking goes on meanwhile.
      assert.equal(holdfast.run('scan', '--root', root).status, 2);
      holder.kill('SIGCONT');
      assert.equal((await ended(holder)).status, 0);
    } finally {
      holder.kill('SIGKILL');
    }
  });

  test('while one runs, others wait, say so, and plan on what it has left', async () => {
    const holder = await halted('000001');
    const others = [started(), started('--state-dir', join(place, 'state'))];
    const ends = others.map(ended);
    try {
      await Promise.all(others.map((other) => said(other, WAITS)));
      holder.kill('SIGCONT');
      assert.equal((await ended(holder)).status, 0);
      for (const { status, stdout, stderr } of await Promise.all(ends)) {
        assert.equal(status, 0, stderr);
        assert.match(stdout, /Nothing to change/);
      }
    } finally {
      for (const child of [holder, ...others]) child.kill('SIGKILL');
    }
    assert.equal(holdfast.report(0, 'history', '--root', root).runs?.length, 1);
  });

  test('who waits for one that is killed takes back what it left, and goes on', async () => {
    const holder = await halted('000001');
    const other = started('--format', 'json');
    const end = ended(other);
    try {
      await said(other, WAITS);
      holder.kill('SIGKILL');
      const { status, stdout, stderr } = await end;
      assert.equal(status, 0, stderr);
      assert.match(stdout, /"run": "000002"/);
    } finally {
      for (const child of [holder, other]) child.kill('SIGKILL');
    }
    const { runs } = holdfast.report(0, 'history', '--root', root);
    assert.deepEqual(
      runs?.map((run) => run.status),
      ['undone', 'applied'],
    );
  });

  test('the wait has an end, and a signal ends it', async () => {
    lockWait(2);
    const holder = await halted('000001');
    try {
      const { status, stderr } = holdfast.run('recover', '--root', root);
      assert.equal(status, 3);
      assert.match(stderr, WAITS);
      assert.match(stderr, /^holdfast: Another Holdfast is at work/m);
      writeFileSync(join(root, 'etc/holdfast/policy.ini'), '[run]\nlock-wait = 3600s\n');
      const patient = started();
      const end = ended(patient);
      await said(patient, WAITS);
      patient.kill('SIGTERM');
      assert.equal((await end).status, 3);
    } finally {
      holder.kill('SIGKILL');
    }
  });

  test('a holder that is killed leaves no lock behind', async () => {
    const was = manifest(root);
    for (const run of ['000001', '000002', '000003']) {
      const holder = await halted(run);
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      const { status, stderr } = holdfast.run('recover', '--root', root);
      assert.equal(status, 0, stderr);
      assert.equal(showDifferences(compareManifests(was, manifest(root))), '');
    }
    assert.equal(holdfast.run('apply', '--unattended', '--root', root).status, 0);
  });
});
