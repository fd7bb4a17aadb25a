import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runStartup, type Shell } from '../../src/formats/run-startup.ts';
import { parseShellScript } from '../../src/formats/shell-script.ts';
import { STARTUPS } from '../shell-startups.ts';
import { type FreshRoot, freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';

const ASK = String.raw`
printf 'value %s\n' "${'$'}{TMOUT-undefined}"
if ! (unset TMOUT) 2> /dev/null; then echo read-only; fi
if env | grep -q '^TMOUT='; then echo exported; fi
`;
const WAYS: readonly {
  readonly shell: Shell;
  readonly isLogin: boolean;
  readonly isInteractive: boolean;
  readonly argv: readonly string[];
}[] = [
  { shell: 'bash', isLogin: true, isInteractive: true, argv: ['/bin/bash', '-lic', ASK] },
  { shell: 'bash', isLogin: false, isInteractive: true, argv: ['/bin/bash', '-ic', ASK] },
  { shell: 'bash', isLogin: true, isInteractive: false, argv: ['/bin/bash', '-lc', ASK] },
  { shell: 'dash', isLogin: true, isInteractive: false, argv: ['/bin/dash', '-lc', ASK] },
];

/** What a shell in the root says of TMOUT; null where it did not come so far. */
function asked(root: string, argv: readonly string[]): string | null {
  const env = { PATH: '/usr/bin:/bin:/usr/sbin', HOME: '/nobody' };
  const ran = spawnSync('chroot', [root, ...argv], { encoding: 'utf8', env, input: '', timeout: 20_000 });
  const said = ran.stdout.split('\n').filter((line) => /^(?:value |read-only$|exported$)/.test(line));
  return said.length === 0 ? null : said.join(' ');
}

describe("Debian's shells", () => {
  let debian: FreshRoot;
  let holdfast: Holdfast;
  before(async () => {
    holdfast = await builtHoldfast();
    debian = freshRoot();
  });
  after(() => {
    debian[Symbol.dispose]();
    holdfast[Symbol.dispose]();
  });

  test('end when nobody types with what we plan, all of them start, and a rollback leaves nothing', () => {
    const root = debian.path;
    const say = () => WAYS.map(({ argv }) => asked(root, argv));
    const before_ = say();
    assert.deepEqual(
      before_,
      WAYS.map(() => 'value undefined'),
    );
    writeFileSync(join(root, 'etc/profile.d/zzz-site.sh'), 'TMOUT=0\nexport TMOUT\n');
    holdfast.report(0, 'apply', '--unattended', '--root', root, 'accounts/shell-idle-timeout');
    assert.deepEqual(say(), [
      'value 900 read-only',
      'value 900 read-only',
      'value undefined',
      'value undefined',
    ]);
    holdfast.report(0, 'rollback', '--last', '--yes', '--root', root);
    rmSync(join(root, 'etc/profile.d/zzz-site.sh'));
    assert.deepEqual(say(), before_);
  });

  test('make of TMOUT what we make of it', () => {
    for (const [what, texts] of Object.entries(STARTUPS)) {
      rmSync(join(debian.path, 'etc/profile.d'), { recursive: true, force: true });
      for (const [path, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(debian.path, path)), { recursive: true });
        writeFileSync(join(debian.path, path), text);
      }
      const files = Object.entries(texts).map(([path, text]) => ({ path, script: parseShellScript(text) }));
      for (const { argv, ...way } of WAYS) {
        const chain = way.isLogin ? ['/etc/profile'] : ['/etc/bash.bashrc'];
        const ours = runStartup({ ...way, chain }, files, 'TMOUT').map(({ variable, died }) => {
          const { value, isReadonly, isExported } = variable;
          if (died !== null) return null;
          return `value ${value}${isReadonly ? ' read-only' : ''}${isExported && value !== undefined ? ' exported' : ''}`;
        });
        assert.deepEqual(ours, [asked(debian.path, argv)], `${what}: ${argv.slice(0, 2).join(' ')}`);
      }
    }
  });
});
