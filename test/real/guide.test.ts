import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import docker12 from './hosts/docker-12.ts';
import { type ADialogue, aDialogue } from './lab/a-dialogue.ts';
import { aGuidedRoot } from './lab/a-guided-root.ts';
import { type ARoot, MEMBERS } from './lab/a-root.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { containerHost } from './lab/container-host.ts';
import { guidePictures } from './lab/guide-pictures.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';
import { leftOut } from './lab/left-out.ts';
import { manifest } from './lab/manifest.ts';
import { readReview } from './lab/read-review.ts';
import { showDifferences } from './lab/show-differences.ts';

const REDIRECTS = 'network/icmp-redirects';
const POLICY = 'etc/holdfast/policy.ini';
let holdfast: Holdfast;
before(async () => {
  holdfast = await builtHoldfast();
});
after(() => holdfast[Symbol.dispose]());

function guide(
  root: ARoot,
  args: readonly string[] = [],
  how: Parameters<typeof aDialogue>[1] = {},
): ADialogue {
  return aDialogue([...holdfast.command, 'guide', ...args, '--root', root.path], how);
}

const look = (root: ARoot) => manifest(root.path, '/', { ...leftOut(), paths: [], fields: [], flags: [] });
const changed = (root: ARoot, since: ReturnType<typeof look>) =>
  showDifferences(compareManifests(since, look(root)));
// biome-ignore lint/suspicious/noControlCharactersInRegex: what color is made of
const ESCAPES = /\x1b\[[0-9;]*[1-9][0-9;]*m/;
/** What the review says of the plan. */
const digestIn = (seen: string) => /^Digest: ([0-9a-f]{64})$/m.exec(seen)?.[1] ?? 'no digest';
/** What a plan without any question comes to. */
const replayed = (root: ARoot, ...args: readonly string[]) =>
  holdfast.run('plan', ...args, '--root', root.path, '--format', 'json');
const digestOf = (root: ARoot, ...args: readonly string[]) =>
  JSON.parse(replayed(root, ...args).stdout).digest as string;

test('from start to rollback: decided, reviewed, made, written, taken back; unattended it is the same', async () => {
  using root = aGuidedRoot();
  const start = look(root);
  using session = guide(root, [MEMBERS, REDIRECTS]);
  await session.choose('Go through them');
  await session.choose('Set allowed');
  await session.check('deploy');
  await session.see(/Set allowed \(now: deploy\)/);
  await session.choose('Apply it');
  await session.choose('Waive');
  await session.choose('key:net.ipv4.conf.*.send_redirects');
  await session.type(/Why may it stay/, 'a router; until spring');
  await session.type(/Whom to ask/, 'ops');
  await session.type(/The last day/, '2199-12-31');
  await session.see(/Forget what was decided here/);
  await session.choose('Apply it');
  await readReview(session);
  assert.equal(changed(root, start), '');
  await session.choose('Make exactly these');
  const { status, all } = await session.end();
  assert.equal(status, 0, all);
  assert.match(all, /Run 000001 is done/);
  assert.match(all, /To take it back: holdfast rollback 000001/);
  assert.match(all, /Written to \/etc\/holdfast\/policy\.ini/);
  assert.match(root.read('etc/group'), /^docker:x:6100:deploy$/m);
  const again = `holdfast apply --unattended ${MEMBERS} ${REDIRECTS} --root ${root.path}`;
  assert.ok(all.includes(again), all);

  const rolled = holdfast.run('rollback', '--last', '--yes', '--root', root.path);
  assert.equal(rolled.status, 0, rolled.stderr);
  assert.equal(digestOf(root, MEMBERS, REDIRECTS), digestIn(all));
  const applied = holdfast.run('apply', '--unattended', MEMBERS, REDIRECTS, '--root', root.path);
  assert.equal(applied.status, 0, applied.stderr);
  assert.match(root.read('etc/group'), /^docker:x:6100:deploy$/m);
  assert.equal(holdfast.run('rollback', '--last', '--yes', '--root', root.path).status, 0);
  for (const made of ['etc/holdfast', 'var']) rmSync(`${root.path}/${made}`, { recursive: true });
  // Where these were made and taken away, time went on.
  assert.deepEqual(changed(root, start).replaceAll(/^\/(?:etc)?: mtime: .*\n?/gm, ''), '');
});

test('what is left out, found later by nobody, and forgotten again: the written policy plans the same', async () => {
  const ways: readonly (readonly [
    string,
    (session: ADialogue) => Promise<void>,
    readonly string[],
    RegExp,
  ])[] = [
    [
      'one is left out',
      async (session) => {
        await session.choose('Leave it out');
        await session.choose('Apply it');
      },
      ['accounts/*', 'network/icmp-*'],
      /^profile = container-host\n\n\[skip accounts\/docker-group-members\]\n$/,
    ],
    [
      'both are left out',
      async (session) => {
        await session.choose('Leave it out');
        await session.choose('Leave it out');
      },
      ['accounts/*', 'network/icmp-*'],
      /\[skip network\/icmp-redirects\]\n$/,
    ],
    [
      'one that was named is left out',
      async (session) => {
        await session.choose('Leave it out');
        await session.choose('Apply it');
      },
      [MEMBERS, REDIRECTS],
      /\[skip accounts\/docker-group-members\]\n$/,
    ],
    [
      'a name that is on no list, after a mistake',
      async (session) => {
        await session.choose('Set allowed');
        await session.check('somebody who');
        await session.type(/names, by commas/, 'ldap user');
        await session.see(/It cannot be that/);
        await session.type(/names, by commas/, 'ldap.user, ci', 'over');
        await session.choose('Apply it');
        await session.choose('Apply it');
      },
      ['accounts/*', 'network/icmp-*'],
      /\nallowed = ldap\.user, ci\n$/,
    ],
    [
      'left out, gone back to and forgotten, then waived instead',
      async (session) => {
        await session.choose('Leave it out');
        await session.choose('Back');
        await session.see(/It is skipped, as you decided/);
        await session.choose('Forget');
        await session.choose('Waive');
        await session.choose('user:ci');
        await session.type(/Why may it stay/, '');
        await session.choose('Waive');
        await session.choose('user:ci');
        await session.type(/Why may it stay/, 'x');
        await session.type(/Whom to ask/, 'y');
        await session.type(/The last day/, '2199-02-30');
        await session.see(/no day like/);
        await session.type(/The last day/, '2199-02-28', 'over');
        await session.choose('Apply it');
        await session.choose('Apply it');
      },
      ['accounts/*', 'network/icmp-*'],
      /\[waiver user-ci\]\n[\s\S]*until = 2199-02-28\n$/,
    ],
  ];
  for (const [what, way, ids, written] of ways) {
    using root = aGuidedRoot();
    const group = root.read('etc/group');
    using session = guide(root, ids);
    await session.choose('Go through them');
    await way(session);
    await readReview(session);
    await session.choose('Write the policy');
    const { status, all } = await session.end();
    assert.equal(status, 0, what + all);
    assert.match(root.read(POLICY), written, what);
    assert.equal(root.read('etc/group'), group);
    assert.ok(!existsSync(`${root.path}/etc/sysctl.d`), what);
    const left = ids.filter((id) => !(what.includes('named') && id === MEMBERS));
    if (what.startsWith('both')) assert.match(replayed(root, ...left).stdout, /"changes": \[\]/);
    else assert.equal(digestOf(root, ...left), digestIn(all), what);
  }
});

/** The way to each question there is. */
const QUESTIONS: readonly (readonly [string, (session: ADialogue) => Promise<unknown>])[] = [
  ['the overview', (session) => session.see(/\? Begin/)],
  ['a finding', (session) => session.choose('Go through them')],
  [
    'its second page',
    async (session) => {
      await session.choose('Go through them');
      await session.choose('Show more');
    },
  ],
  [
    'a checklist',
    async (session) => {
      await session.choose('Go through them');
      await session.choose('Set allowed');
      await session.see(/\[ \] ci/);
    },
  ],
  [
    'a typed parameter',
    async (session) => {
      await session.choose('Go through them');
      await session.choose('Set allowed');
      await session.check('somebody who');
      await session.see(/names, by commas/);
    },
  ],
  [
    'the object of a waiver',
    async (session) => {
      await session.choose('Go through them');
      await session.choose('Waive');
    },
  ],
  ...(['Why may', 'Whom to', 'The last'] as const).map(
    (until, words) =>
      [
        `a waiver: ${until}`,
        async (session: ADialogue) => {
          await session.choose('Go through them');
          await session.choose('Waive');
          await session.choose('user:ci');
          for (const question of ['Why may', 'Whom to'].slice(0, words)) {
            await session.type(new RegExp(question), 'x');
          }
          await session.see(new RegExp(until));
        },
      ] as const,
  ),
  [
    'the review',
    async (session) => {
      await session.choose('Go through them');
      await session.choose('Leave it out');
      await readReview(session);
    },
  ],
  [
    'the file of a new policy',
    async (session) => {
      await session.choose('Go through them');
      await session.choose('Set allowed');
      await session.check('deploy');
      await session.choose('Apply it');
      await readReview(session);
      await session.choose('Write the policy');
      await session.see(/New file/);
    },
  ],
];

test('Ctrl-C and the end of the input at every question leave the host as it was', async () => {
  for (const [what, way] of QUESTIONS) {
    for (const key of ['C-c', 'C-d']) {
      using root = aGuidedRoot();
      root.write(POLICY, `[${MEMBERS}]\nallowed =\n`);
      const before = look(root);
      using session = guide(root, [MEMBERS]);
      await way(session);
      await session.see(/arrow keys|\(empty|by commas/);
      // In a line with something in it Ctrl-D takes a letter away.
      if (key === 'C-d') session.key('C-u');
      session.key(key);
      const { status, all } = await session.end();
      assert.equal(status, 3, `${what}, ${key}: ${all}`);
      assert.match(all, /Nothing was changed\./);
      assert.equal(changed(root, before), '', what);
    }
  }
});

test('without a terminal nobody can be asked, and a captured host is only looked at', async () => {
  using root = aGuidedRoot();
  const refused = root.holdfast('guide');
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /holdfast apply --unattended/);

  const snapshot = join(import.meta.dirname, '../../snapshots/docker-12');
  const before = manifest(snapshot, '/', { ...leftOut(), paths: [], fields: [], flags: [] });
  const file = root.beside('decided.ini');
  using session = aDialogue([...holdfast.command, 'guide', MEMBERS, '--snapshot', snapshot]);
  await session.choose('Go through them');
  await session.choose('Set allowed');
  await session.check('ci');
  await session.choose('Go on');
  await readReview(session);
  assert.doesNotMatch(session.seen(), /Make exactly/);
  await session.choose('Write the policy');
  await session.type(/New file/, file, 'over');
  const { status, all } = await session.end();
  assert.equal(status, 0, all);
  assert.match(readFileSync(file, 'utf8'), /\nallowed = ci\n$/);
  const planned = holdfast.run('plan', MEMBERS, '--snapshot', snapshot, '--policy', file, '--format', 'json');
  assert.equal(JSON.parse(planned.stdout).inputs.params[MEMBERS].allowed[0], 'ci');
  const after = manifest(snapshot, '/', { ...leftOut(), paths: [], fields: [], flags: [] });
  assert.equal(showDifferences(compareManifests(before, after)), '');
});

test('a value that the policy sets already goes to a new file, and what a person wrote stays', async () => {
  using root = aGuidedRoot();
  const mine = `; mine\n[${MEMBERS}]\nallowed = ci\n\n[run]\non-error = keep\n`;
  root.write(POLICY, mine);
  using session = guide(root, [MEMBERS]);
  await session.choose('Go through them');
  await session.choose('Set allowed');
  await session.check('ci', 'deploy');
  await session.choose('Apply it');
  await readReview(session);
  await session.choose('Write the policy');
  await session.type(/New file/, `${root.path}/${POLICY}`, 'over');
  await session.see(/is there already/);
  await session.type(/New file/, '/no/such/file', 'over');
  await session.see(/is in no directory/);
  const file = root.beside('other.ini');
  await session.type(/New file/, file, 'over');
  const { status, all } = await session.end();
  assert.equal(status, 0, all);
  assert.equal(root.read(POLICY), mine);
  assert.equal(readFileSync(file, 'utf8'), mine.replace('= ci', '= deploy'));
  assert.equal(digestOf(root, MEMBERS, '--policy', file), digestIn(all));
});

/** A key whose effect is seen comes after the news of the new size. */
async function resize(session: ADialogue, columns: number, rows: number): Promise<void> {
  await session.resize(columns, rows);
  session.key('Down');
  await session.see(/^> Apply/m);
}

test('at 80x24 and after each change of size the question and its text are on the terminal', async () => {
  using root = aGuidedRoot();
  using session = guide(root, [MEMBERS], { env: { NO_COLOR: '1' } });
  await session.choose('Go through them');
  const seen = await session.see(/arrow keys/);
  assert.match(
    seen,
    /1 of 1: Only trusted users[\s\S]*Why it matters:[\s\S]*\? accounts\/docker-group-members/,
  );
  await resize(session, 60, 16);
  await session.choose('Show more');
  assert.match(await session.see(/arrow keys/), /wanted[\s\S]*> Show more[\s\S]*Quit/);
  await resize(session, 132, 50);
  await session.choose('Show more');
  assert.match(await session.see(/Show more|Apply it/), /How it is undone|What would change/);
  assert.doesNotMatch(session.seen('in color'), ESCAPES);
  await session.choose('Leave it out');
  await readReview(session);
  await session.choose('Write the policy');
  const { status, all } = await session.end();
  assert.equal(status, 0, all);
  assert.equal(root.read(POLICY), `profile = container-host\n\n[skip ${MEMBERS}]\n`);
});

test('color where it is wanted, and none with --no-color, NO_COLOR or a dumb terminal', async () => {
  using root = aGuidedRoot();
  for (const [args, env, isColored] of [
    [[], {}, true],
    [['--no-color'], {}, false],
    [[], { NO_COLOR: '1' }, false],
    [[], { TERM: 'dumb' }, false],
  ] as const) {
    using session = guide(root, args, { env });
    await session.see(/Quit/);
    assert.equal(ESCAPES.test(session.seen('in color')), isColored, JSON.stringify([args, env]));
  }
});

test('--plain: numbers and lines alone, from start to end', async () => {
  using root = aGuidedRoot();
  const group = root.read('etc/group');
  using session = guide(root, [MEMBERS, '--plain']);
  await session.type(/^Number:/, '7');
  await session.see(/It is a number from 1 to 2/);
  await session.type(/^Number:/, '1');
  const choose = async (name: string) => {
    const seen = await session.see(new RegExp(`^\\d\\. ${name}[\\s\\S]*^Number:\\s*$`, 'm'));
    const number = [...seen.matchAll(new RegExp(`^(\\d)\\. ${name}`, 'gm'))].at(-1)?.[1] ?? '';
    await session.type(/^Number:/, number);
  };
  await choose('Set allowed');
  await session.see(/^1\. \[ \] ci$/m);
  await session.type(/^Numbers that shall be marked:/, '1');
  await choose('Apply it');
  for (;;) {
    const seen = await session.see(/\nNumber:\s*$/);
    if (!/^1\. Show more/m.test(seen.slice(seen.lastIndexOf('The whole plan:')))) break;
    await session.type(/^Number:/, '1');
  }
  await choose('Make exactly');
  const { status, all } = await session.end();
  assert.equal(status, 0, all);
  assert.match(root.read('etc/group'), /^docker:x:6100:ci$/m);
  assert.equal(holdfast.run('rollback', '--last', '--yes', '--root', root.path).status, 0);
  assert.equal(root.read('etc/group'), group);
  assert.equal(digestOf(root, MEMBERS), digestIn(all));
});

const { docker: _workload, ...WITHOUT_WORKLOAD } = docker12;

test('on a host that runs: gone through, made, and taken back with nothing left', async () => {
  await using host = await containerHost(WITHOUT_WORKLOAD);
  const before = await host.look();
  const command = ['/opt/lab/node', '/opt/lab/holdfast.cjs'];
  using session = aDialogue([...host.enter, ...command, 'guide', MEMBERS, REDIRECTS]);
  await session.choose('Go through them');
  await session.choose('Apply it');
  await session.choose('Apply it');
  await readReview(session);
  const made = 'Make exactly these';
  await session.choose(made);
  const { status, all } = await session.end();
  assert.equal(status, 0, all);
  assert.match(all, /The policy stays as it is/);
  assert.match(all, /^1\. \/etc\/group$/m);
  assert.match(host.run('sysctl', '-n', 'net.ipv4.conf.all.send_redirects').stdout, /^0$/m);
  const run = (...args: readonly string[]) => host.run(...command, ...args);
  const rolled = run('rollback', '--last', '--yes');
  assert.equal(rolled.status, 0, rolled.stderr);
  assert.equal(showDifferences(compareManifests(before, await host.look())), '');
  const plan = JSON.parse(run('plan', MEMBERS, REDIRECTS, '--format', 'json').stdout);
  assert.equal(plan.digest, digestIn(all));
});

test('the pictures in docs/guide.md are what is seen', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/guide.md'), 'utf8');
  const shown = [...page.matchAll(/^```text\n([\s\S]*?)\n```$/gm)].map(([, picture]) => picture);
  assert.deepEqual(shown, await guidePictures(holdfast));
});
