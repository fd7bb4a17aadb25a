import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runStartup, type Shell } from '../../../src/formats/run-startup.ts';
import { parseShellScript } from '../../../src/formats/shell-script.ts';
import { STARTUPS } from '../../shell-startups.ts';

const started = (what: string, shell: Shell, isLogin = true, isInteractive = true) => {
  const files = Object.entries(STARTUPS[what] ?? {}).map(([path, text]) => ({
    path,
    script: parseShellScript(text),
  }));
  const chain = [isLogin ? '/etc/profile' : '/etc/bash.bashrc'];
  const ways = runStartup({ shell, isLogin, isInteractive, chain }, files, 'TMOUT').map(
    ({ variable, died }) =>
      died === null
        ? `${variable.value}${variable.isReadonly ? ' read-only' : ''}${variable.isExported ? ' exported' : ''}`
        : `died at ${died.path}:${died.line}`,
  );
  return ways.length === 1 ? ways[0] : ways;
};

test('what bash makes of TMOUT at a login', () => {
  const expected = {
    nothing: 'undefined',
    plain: '600',
    exported: '600 read-only exported',
    declared: '600 read-only exported',
    'only if interactive': '300 read-only',
    'by a case': '300 read-only',
    'from another variable': '450 read-only',
    'taken away': 'undefined',
    'a later file': '0',
    'read-only, then a later file': '600 read-only',
    'read-only twice': '600 read-only',
    'a line that is given up, and one after it': '600 read-only exported',
    'Debian 13': '600 read-only',
    'in a function that nobody calls': '600 read-only',
    'in a here-document': '600 read-only',
    'after a return': '600 read-only',
    'in a subshell': '600 read-only',
  };
  for (const [what, found] of Object.entries(expected)) assert.equal(started(what, 'bash'), found, what);
});

test('at a second assignment to what is read-only dash goes no further', () => {
  assert.equal(started('read-only twice', 'dash'), 'died at /etc/profile.d/b.sh:1');
  assert.equal(started('read-only, then a later file', 'dash'), 'died at /etc/profile.d/b.sh:1');
  assert.equal(started('read-only and only marked again', 'dash'), '600 read-only exported');
  assert.equal(started('read-only, then tried in a shell of its own', 'dash'), '600 read-only');
  assert.equal(started('read-only, then unset', 'dash'), 'died at /etc/profile.d/b.sh:1');
  assert.equal(started('read-only, then unset', 'bash'), '600 read-only');
  assert.equal(started('read-only in bash.bashrc, then at the end of profile', 'dash'), '100');
  assert.equal(started('read-only in bash.bashrc, then at the end of profile', 'bash'), '600 read-only');
});

test('a shell that only runs a command is not interactive', () => {
  assert.equal(started('by a case', 'dash', true, false), '5');
  assert.equal(started('only if interactive', 'bash', true, false), 'undefined');
  assert.equal(started('only if interactive', 'dash', true, false), '300 read-only');
  assert.equal(started('read-only twice', 'dash', true, false), 'died at /etc/profile.d/b.sh:1');
});

test('a bash that is no login reads bash.bashrc alone', () => {
  assert.equal(started('exported', 'bash', false), 'undefined');
  assert.equal(
    started('read-only in bash.bashrc, then at the end of profile', 'bash', false),
    '600 read-only',
  );
});
