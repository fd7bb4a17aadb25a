import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernelLines } from '../../../src/formats/kernel-lines.ts';

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

test('the arguments of each entry of grub.cfg but those for recovery', () => {
  assert.deepEqual(kernelLines(GRUB, ''), [
    { line: 3, words: ['root=UUID=1', 'ro', 'audit=1', 'quiet'] },
    { line: 10, words: [] },
    { line: 11, words: ['audit=0'] },
  ]);
});

test('an entry of the Boot Loader Specification, with what grubenv says', () => {
  const text = 'title Fedora\nlinux /vmlinuz-6\noptions root=UUID=1 $kernelopts ro\n';
  assert.deepEqual(kernelLines(text, '# GRUB\nkernelopts=audit=1 $& x\n').at(-1), {
    line: 3,
    words: ['root=UUID=1', 'audit=1', '$&', 'x', 'ro'],
  });
  assert.deepEqual(kernelLines(text, '').at(-1)?.words, ['root=UUID=1', 'ro']);
});
