import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compareManifests } from './lab/compare-manifests.ts';
import { freshRoot } from './lab/fresh-root.ts';
import { manifest } from './lab/manifest.ts';
import { runTool } from './lab/run-tool.ts';
import { showDifferences } from './lab/show-differences.ts';

const shell = (script: string, ...args: string[]) => runTool('/bin/sh', ['-euc', script, 'sh', ...args]);

/** What stands in each folder before a canary is planted. */
const FURNISH = `
  echo text > f; chmod 644 f; setfattr -n user.has -v x f
  ln -s aim l; mkdir d; mkfifo p; mknod c c 1 3
  echo twin > h1; ln h1 h2; echo twin > i1; ln i1 i2; touch -r h1 i1
  echo hidden > .h; touch -h -d @2 l
  echo odd > "$(printf 'odd\\377\\nname')"
`;

/** A shell command, and the differences that it must make: `name field`, `.` being the folder. */
const CANARIES: Readonly<Record<string, readonly [plant: string, ...differences: string[]]>> = {
  nothing: ['true'],
  'content of the same size': ['echo tExt > f', 'f content'],
  'content of another size': ['echo texts > f', 'f content', 'f size'],
  mode: ['chmod 600 f', 'f mode'],
  setuid: ['chmod u+s f', 'f mode'],
  'mode of a folder': ['chmod 1755 d', 'd mode'],
  'mode of a pipe': ['chmod 600 p', 'p mode'],
  owner: ['chown 1 f', 'f uid'],
  group: ['chgrp 1 f', 'f gid'],
  'owner of a link': ['chown -h 1 l', 'l uid'],
  'owner of the folder': ['chown 1 .', '. uid'],
  'user attribute': ['setfattr -n user.a -v b f', 'f xattr user.a'],
  'empty attribute': ['setfattr -n user.a f', 'f xattr user.a'],
  'odd name of an attribute': ['setfattr -n "$(printf "user.a=b\\nc")" -v b f', 'f xattr user.a=b\nc'],
  'attribute of a hidden file': ['setfattr -n user.a -v b .h', '.h xattr user.a'],
  'attribute of the folder': ['setfattr -n user.a -v b .', '. xattr user.a'],
  'value of an attribute': ['setfattr -n user.has -v y f', 'f xattr user.has'],
  'lost attribute': ['setfattr -x user.has f', 'f xattr user.has'],
  'trusted attribute': ['setfattr -n trusted.a -v b f', 'f xattr trusted.a'],
  'trusted attribute of a link': ['setfattr -h -n trusted.a -v b l', 'l xattr trusted.a'],
  label: ['setfattr -n security.selinux -v b f', 'f xattr security.selinux'],
  capability: ['setcap cap_net_raw+p f', 'f xattr security.capability'],
  ACL: ['setfacl -m u:1:r f', 'f xattr system.posix_acl_access'],
  'default ACL': ['setfacl -d -m u:1:r d', 'd xattr system.posix_acl_default'],
  'flag i': ['chattr +i f', 'f flags'],
  'flag a': ['chattr +a f', 'f flags'],
  'flag A': ['chattr +A f', 'f flags'],
  'flag of the folder': ['chattr +d .', '. flags'],
  'target of a link': ['ln -sfn mia l', 'l target'],
  'device number': ['rm c; mknod c c 1 5', 'c device'],
  'added file': ['echo new > new', 'new entry'],
  'added folder': ['mkdir new', 'new entry'],
  'added hidden file': ['echo new > .new', '.new entry'],
  'removed file': ['rm f', 'f entry'],
  'removed pipe': ['rm p', 'p entry'],
  'renamed file': ['mv f g', 'f entry', 'g entry'],
  'renamed in letter case': ['mv f F', 'F entry', 'f entry'],
  'odd name': ['echo odd > "$(printf "\\377")"', '\xff entry'],
  'one odd name for another': [
    'mv "$(printf "odd\\377\\nname")" "$(printf "odd\\376\\nname")"',
    'odd\xfe\nname entry',
    'odd\xff\nname entry',
  ],
  'content below an odd name': ['echo ODD > "$(printf "odd\\377\\nname")"', 'odd\xff\nname content'],
  'flag below an odd name': ['chattr +A "$(printf "odd\\377\\nname")"', 'odd\xff\nname flags'],
  'attribute below an odd name': [
    'setfattr -n user.a -v b "$(printf "odd\\377\\nname")"',
    'odd\xff\nname xattr user.a',
  ],
  'hard link to elsewhere': ['ln f "$1/elsewhere-$$"', 'f linked with', 'f links'],
  'hard link broken': ['cp -p h2 t; mv t h2', 'h1 linked with', 'h1 links', 'h2 linked with', 'h2 links'],
  'hard links exchanged': [
    'ln h2 t; ln -f i2 h2; mv t i2',
    'h2 linked with',
    'i1 linked with',
    'i2 linked with',
  ],
  'type: file to pipe': ['rm f; mkfifo -m 644 f', 'f content', 'f size', 'f type', 'f xattr user.has'],
  'type: empty folder to file': [
    'rmdir d; echo d > d; chmod 755 d',
    'd content',
    'd links',
    'd size',
    'd type',
  ],
};

/** Sets times back to the reference's, exactly, so that a canary shows by itself. $1: the untouched copy. */
const RESTAMP = `
  reference=$1
  for name in .h f l d p c h1 h2 i1 i2 "$(printf 'odd\\377\\nname')" .; do
    [ -e "$reference/$name" ] || [ -h "$reference/$name" ] || continue
    [ -e "$name" ] || [ -h "$name" ] || continue
    case "$(lsattr -d "$name" 2>/dev/null | head -n 1 | cut -d' ' -f1)" in *[ia]*) continue ;; esac
    touch -h -r "$reference/$name" "$name"
  done
`;

const FOLDERS = {
  'the root': '.',
  'a folder': 'etc',
  'a deep folder': 'usr/lib/a/b/c/d',
  'a folder with an odd name': '$(printf "a b\\377\\nc")',
};

describe('a change of one kind', () => {
  let place: string;
  let reference: string;
  before(() => {
    place = mkdtempSync(join(tmpdir(), 'holdfast-comparer-'));
    reference = join(place, 'reference');
    for (const folder of Object.values(FOLDERS)) {
      shell(`mkdir -p "$1"; cd "$1"; mkdir -p "${folder}"; cd "${folder}"; ${FURNISH}`, reference);
    }
  });
  after(() => {
    rmSync(place, { recursive: true });
  });

  for (const [where, folder] of Object.entries(FOLDERS)) {
    test(`in ${where} is caught, and nothing else is seen`, () => {
      const was = manifest(reference);
      for (const [name, [plant, ...expected]] of Object.entries(CANARIES)) {
        const copy = join(place, 'copy');
        try {
          shell('cp -a "$1" "$2"', reference, copy);
          shell(`cd "$1/${folder}"; ${plant.replaceAll('$1', '$2')}`, copy, place);
          shell(
            `reference="$1/${folder}"; cd "$2/${folder}"; set -- "$reference"; ${RESTAMP}`,
            reference,
            copy,
          );
          const base = shell(`cd "$1/${folder}"; pwd`, copy)
            .toString('latin1')
            .slice(0, -1)
            .slice(copy.length);
          const found = compareManifests(was, manifest(copy)).map((difference) => {
            const inside = difference.path.slice(base === '' ? 1 : base.length + 1);
            return `${inside === '' ? '.' : inside} ${difference.field}`;
          });
          assert.deepEqual(found.sort(), [...expected].sort(), name);
        } finally {
          shell('chattr -R -i -a "$1" 2>/dev/null || true; rm -rf "$1" "$2"/elsewhere-*', copy, place);
        }
      }
    });
  }

  test('of one nanosecond is caught', () => {
    const copy = join(place, 'copy');
    for (const name of ['f', 'l', 'd', '.']) {
      shell('cp -a "$1" "$2"', reference, copy);
      try {
        const path = join(copy, name);
        const mtime = BigInt(shell('stat -c %.9Y "$1"', path).toString().replace('.', '')) + 1n;
        const stamp = String(mtime).replace(/(?=\d{9}$)/, '.');
        shell('touch -h -d "@$1" "$2"', stamp, path);
        const found = compareManifests(manifest(reference), manifest(copy));
        assert.equal(found.length, 1, showDifferences(found));
        assert.equal(found[0]?.field, 'mtime');
        assert.equal(Number(BigInt(found[0].after ?? 0) - BigInt(found[0].before ?? 0)), 1);
      } finally {
        rmSync(copy, { recursive: true });
      }
    }
  });
});

/**
 * What is done, one after the other, to a file of every folder at once; `find -exec` gives the names. The order
 * matters: a change of content or owner clears capabilities, and the bits of the group are the mask of an ACL.
 */
const EVERYWHERE: Readonly<Record<string, readonly string[]>> = {
  content: ['/bin/sh', '-c', 'for f; do printf B > "$f"; done; touch -d @1 "$@"', 'sh'],
  uid: ['chown', '1'],
  gid: ['chgrp', '1'],
  mode: ['chmod', 'o+x'],
  'xattr user.a': ['setfattr', '-n', 'user.a', '-v', 'b'],
  'xattr trusted.a': ['setfattr', '-n', 'trusted.a', '-v', 'b'],
  'xattr system.posix_acl_access': ['setfacl', '-m', 'u:1:r'],
  'xattr security.capability': ['/bin/sh', '-c', 'for f; do setcap cap_chown+p "$f"; done', 'sh'],
  flags: ['chattr', '+A'],
  mtime: ['touch', '-d', '@1.000000001'],
};
const PLANT = `
  cd "$1"
  find . -type d -exec sh -c 'for d; do printf A > "$d/canary"; chmod 644 "$d/canary"; done' sh {} +
  find . -name canary -exec setfacl -b {} + # where the folder has a default ACL
  find . -name canary -exec touch -d @1 {} +
`;

test('in every folder of a Debian root a change of every kind is caught', () => {
  using debian = freshRoot();
  shell(PLANT, debian.path);
  let was = manifest(debian.path);
  const canaries = [...was.keys()].filter((path) => path.endsWith('/canary')).sort();
  const folders = [...was.values()].filter((entry) => entry.type === 'directory');
  assert.equal(canaries.length, folders.length);
  for (const [field, command] of Object.entries(EVERYWHERE)) {
    runTool('find', [debian.path, '-name', 'canary', '-exec', ...command, '{}', '+']);
    const is = manifest(debian.path);
    const found = compareManifests(was, is);
    assert.deepEqual(
      found.map((difference) => `${difference.path} ${difference.field}`).sort(),
      canaries.map((path) => `${path} ${field}`).sort(),
    );
    was = is;
  }
});
