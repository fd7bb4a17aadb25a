import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BootEntry, grubEntries, loaderEntry } from '../../../src/formats/boot-entries.ts';

const GRUB = `set default="0"
menuentry 'Debian' --class debian {
\tlinux\t/boot/vmlinuz-6.1 root=UUID=1 ro  audit=1 quiet
\tinitrd\t/boot/initrd.img-6.1
}
submenu 'Advanced' {
  menuentry 'Debian, recovery' {
\tlinux\t/boot/vmlinuz-6.1 root=UUID=1 ro single
  }
  linuxefi /vmlinuz
  linux16 /vmlinuz audit=0
}
# linux /vmlinuz commented
loadfont unicode linux
`;

const words = ({ parameters }: BootEntry) =>
  parameters.map(({ name, value }) => (value === null ? name : `${name}=${value}`));

test('the kernels of a grub.cfg but those for recovery', () => {
  assert.deepEqual(
    grubEntries(GRUB, '').map((entry) => [entry.line, entry.kernel, words(entry)]),
    [
      [3, '/boot/vmlinuz-6.1', ['root=UUID=1', 'ro', 'audit=1', 'quiet']],
      [10, '/vmlinuz', []],
      [11, '/vmlinuz', ['audit=0']],
    ],
  );
});

test('an entry of the Boot Loader Specification, with what grubenv says', () => {
  const text = 'title Fedora\nlinux /vmlinuz-6\noptions root=UUID=1 $kernelopts ro\n';
  const entry = loaderEntry(text, '# GRUB\nkernelopts=audit=1 $& x\n');
  assert.ok(entry);
  assert.deepEqual(
    [entry.line, entry.kernel, words(entry)],
    [3, '/vmlinuz-6', ['root=UUID=1', 'audit=1', '$&', 'x', 'ro']],
  );
  const without = loaderEntry(text, '');
  assert.ok(without);
  assert.deepEqual(words(without), ['root=UUID=1', 'ro']);
});

test('options in several lines, none, and for recovery', () => {
  const several = loaderEntry('linux /v\noptions a=1\n# options a=2\noptions\tb\n', '');
  assert.ok(several);
  assert.deepEqual([several.line, words(several)], [2, ['a=1', 'b']]);
  assert.deepEqual(loaderEntry('title x\nlinux /v\n', ''), { line: 2, kernel: '/v', parameters: [] });
  assert.equal(loaderEntry('linux /v\noptions ro emergency\n', ''), null);
  assert.equal(loaderEntry('title x\nefi /shell.efi\n', ''), null);
});
