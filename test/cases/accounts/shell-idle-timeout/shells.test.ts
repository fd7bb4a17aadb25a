import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/accounts/shell-idle-timeout.ts';
import { shellFormat } from '../../../../src/formats/shell-lines.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { BASHRC, PROFILE, PROFILE_13 } from '../../../shell-startups.ts';
import { readFacts } from '../../read-facts.ts';

type Entries = { readonly [path: `/${string}`]: string };

const DROP_IN = '/etc/profile.d/zz-holdfast-tmout.sh';
const DEBIAN: Entries = {
  '/bin/bash': '',
  '/bin/sh': '',
  '/etc/profile': PROFILE,
  '/etc/bash.bashrc': BASHRC,
  '/etc/passwd': 'root:x:0:0::/root:/bin/bash\nci:x:1000:1000::/home/ci:/bin/sh\n',
  '/home/ci/.profile': 'umask 022\n',
};
const MET = { 'bash:login': 'met', 'bash:interactive': 'met', 'sh:login': 'met', 'sh:command': 'met' };
const DEFAULTS = { seconds: 900, export: false };

async function assess(entries: Entries, params: Partial<typeof DEFAULTS> = {}) {
  const host: WrittenHost = { type: 'image', entries };
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { ...DEFAULTS, ...params } });
}
const verdicts = async (...given: Parameters<typeof assess>) =>
  Object.fromEntries((await assess(...given)).map(({ object, verdict }) => [object, verdict]));
const withoutAny = (entries: Entries, ...paths: readonly string[]) =>
  Object.fromEntries(Object.entries(entries).filter(([path]) => !paths.includes(path))) as Entries;

/** The files with every wish fulfilled. */
async function after(entries: Entries, params: Partial<typeof DEFAULTS> = {}): Promise<Entries> {
  const done: { [path: `/${string}`]: string } = { ...entries };
  for (const { key, part, desired } of (await assess(entries, params)).flatMap(({ wishes }) => wishes)) {
    const path = key as `/${string}`;
    if (part === undefined) done[path] = (desired as { text: string }).text;
    else done[path] = shellFormat.set(done[path] ?? '', part.replace('shell:', ''), desired);
  }
  return done;
}

test('Debian as it is installed: unmet where bash starts, and the wishes make it met, once and for all', async () => {
  for (const profile of [PROFILE, PROFILE_13]) {
    const host = { ...DEBIAN, '/etc/profile': profile };
    assert.deepEqual(await verdicts(host), { ...MET, 'bash:login': 'unmet', 'bash:interactive': 'unmet' });
    const done = await after(host);
    assert.deepEqual(await verdicts(done), MET);
    assert.deepEqual(await after(done), done);
    assert.equal(done['/etc/bash.bashrc'], `${BASHRC}[ ! -r ${DROP_IN} ] || . ${DROP_IN}\n`);
    assert.deepEqual(await verdicts(await after(host, { export: true }), { export: true }), MET);
  }
});

test("right by somebody else's hand, in other words: met, and no wishes", async () => {
  const host = {
    ...DEBIAN,
    '/etc/profile.d/tmout.sh': 'if [ -n "$PS1" ] && (unset TMOUT) 2>/dev/null; then readonly TMOUT=600; fi\n',
    '/etc/bash.bashrc': `${BASHRC}typeset -r TMOUT=600\n`,
  };
  assert.deepEqual(await verdicts(host), MET);
  assert.ok((await assess(host)).every(({ wishes }) => wishes.length === 0));
});

test('too long, zero, no number, and not read-only are not met', async () => {
  for (const text of [
    'readonly TMOUT=901',
    'readonly TMOUT=0',
    'readonly TMOUT=',
    'readonly TMOUT=soon',
    'TMOUT=600',
    'readonly TMOUT=-1',
  ]) {
    const host = { ...DEBIAN, '/etc/bash.bashrc': `${BASHRC}${text}\n` };
    assert.equal((await verdicts(host))['bash:login'], 'unmet', text);
    assert.deepEqual(await verdicts(await after(host)), MET, text);
  }
  const kept = { ...DEBIAN, '/etc/bash.bashrc': `${BASHRC}readonly TMOUT=600\n` };
  assert.deepEqual(await verdicts(kept), MET);
  assert.equal((await verdicts(kept, { seconds: 300 }))['bash:login'], 'unmet');
  assert.equal((await verdicts(kept, { export: true }))['bash:login'], 'unmet');
});

test('every other line about it is put out of action before ours makes it read-only', async () => {
  const host = {
    ...DEBIAN,
    '/etc/profile': `${PROFILE}TMOUT=3600\n`,
    '/etc/profile.d/autologout.sh': 'if [ -n "$PS1" ]; then\n  TMOUT=1800\nfi\nexport TMOUT\n',
    '/etc/profile.d/zzz-late.sh': 'readonly TMOUT=0\n',
  };
  const done = await after(host);
  assert.deepEqual(await verdicts(done), MET);
  assert.equal(done['/etc/profile'], `${PROFILE}: # TMOUT=3600\n`);
  assert.equal(
    done['/etc/profile.d/autologout.sh'],
    'if [ -n "$PS1" ]; then\n  : # TMOUT=1800\nfi\n: # export TMOUT\n',
  );
  assert.equal(done['/etc/profile.d/zzz-late.sh'], ': # readonly TMOUT=0\n');
});

test('read-only twice already: su - runs no command by sh, and one is put out of action', async () => {
  const host = {
    ...DEBIAN,
    '/etc/profile.d/a.sh': 'readonly TMOUT=600\n',
    '/etc/profile.d/b.sh': 'readonly TMOUT=900\n',
  };
  const found = await assess(host);
  const sh = found.find(({ object }) => object === 'sh:command');
  assert.equal(sh?.verdict, 'unmet');
  assert.deepEqual(sh?.evidence, [
    {
      source: '/etc/profile.d/b.sh',
      line: 1,
      says: 'readonly TMOUT=900: TMOUT is read-only there, and sh goes no further',
      wins: true,
    },
  ]);
  assert.deepEqual(await verdicts(await after(host)), MET);
});

test('a line that does something else as well is for a person, and nothing is made read-only around it', async () => {
  const host = { ...DEBIAN, '/etc/profile.d/site.sh': 'umask 027; TMOUT=0\n' };
  const found = await assess(host);
  assert.deepEqual(found[0]?.steps, [
    'take TMOUT out of line 1 of /etc/profile.d/site.sh: umask 027; TMOUT=0',
    'then plan again',
  ]);
  assert.ok(found.every(({ wishes }) => wishes.length === 0));
});

test('a .profile of somebody whose shell would die of it is for a person first', async () => {
  const host = { ...DEBIAN, '/home/ci/.profile': 'umask 022\nTMOUT=0\n' };
  const found = await assess(host);
  assert.ok(found.every(({ wishes }) => wishes.length === 0));
  assert.deepEqual(found[0]?.steps, [
    'take TMOUT out of /home/ci/.profile, line 2: ci logs in with /bin/sh, which would leave out the rest of it, for TMOUT would be read-only',
    'then plan again',
  ]);
  const bash = { ...host, '/etc/passwd': 'ci:x:1000:1000::/home/ci:/bin/bash\n' };
  assert.equal((await verdicts(bash))['bash:login'], 'unmet');
});

test('zsh where it is installed, and nothing of it where it is not', async () => {
  const host = { ...DEBIAN, '/bin/zsh': '', '/etc/zsh/zshrc': 'setopt prompt_subst\n' };
  assert.equal((await verdicts(host)).zsh, 'unmet');
  const done = await after(host);
  assert.deepEqual(await verdicts(done), { ...MET, zsh: 'met' });
  const beyond = { ...host, '/etc/zsh/zshrc': 'if (( $+commands[x] )) { a }\nfor x (a b) echo\n' };
  assert.equal((await verdicts(beyond)).zsh, 'manual');
  assert.equal((await verdicts(DEBIAN)).zsh, undefined);
});

test('no bash: only that sh still starts', async () => {
  assert.deepEqual(await verdicts(withoutAny(DEBIAN, '/bin/bash')), {
    'sh:login': 'met',
    'sh:command': 'met',
  });
});

test("Red Hat's bashrc reads the same directory, for shells that are no logins", async () => {
  const bashrc = `if [ "\${PS1-}" ]; then
  if ! shopt -q login_shell ; then
    for i in /etc/profile.d/*.sh; do
      if [ -r "$i" ]; then
        . "$i"
      fi
    done
  fi
fi
`;
  const profile = PROFILE.replaceAll('/etc/bash.bashrc', '/etc/bashrc');
  const host = { ...withoutAny(DEBIAN, '/etc/bash.bashrc'), '/etc/profile': profile, '/etc/bashrc': bashrc };
  const done = await after(host);
  assert.deepEqual(await verdicts(done), MET);
  assert.equal(done['/etc/bashrc'], bashrc);
});

test('a file about it that cannot be followed leaves all unknown, others do not matter', async () => {
  const host = { ...DEBIAN, '/etc/profile.d/odd.sh': 'if true; then TMOUT=1\n' };
  assert.deepEqual(
    await verdicts(host),
    Object.fromEntries(Object.keys(MET).map((object) => [object, 'unknown'])),
  );
  assert.match((await assess(host))[0]?.evidence[0]?.says ?? '', /^names TMOUT, and cannot be followed/);
  assert.equal(
    (await verdicts({ ...DEBIAN, '/etc/profile.d/odd.sh': 'if true; then\n' }))['bash:login'],
    'unmet',
  );
});

test('bytes that are no text, carriage returns and a missing last line end survive', async () => {
  const bashrc = `${BASHRC}# caf\udce9\nTMOUT=0`;
  const done = await after({ ...DEBIAN, '/etc/bash.bashrc': bashrc });
  assert.equal(
    done['/etc/bash.bashrc'],
    `${BASHRC}# caf\udce9\n: # TMOUT=0\n[ ! -r ${DROP_IN} ] || . ${DROP_IN}`,
  );
  assert.deepEqual(await verdicts(done), MET);
});
