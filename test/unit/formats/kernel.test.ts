import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernelCommandLine } from '../../../src/formats/kernel-command-line.ts';
import { kernelFlavor, kernelReleaseOrder } from '../../../src/formats/kernel-release.ts';

test('flavors of kernels', () => {
  const flavors = {
    '6.1.0-18-amd64': 'amd64',
    '6.12.43+deb13-cloud-amd64': 'cloud-amd64',
    '6.1.0-0.deb11.5-amd64': 'amd64',
    '6.8.0-45-generic': 'generic',
    '5.14.0-427.13.1.el9_4.x86_64': '',
    '6.6.1': '',
  };
  for (const [release, flavor] of Object.entries(flavors))
    assert.equal(kernelFlavor(release), flavor, release);
});

test('kernels are ordered by number, not by letter', () => {
  const ordered = [
    '6.1.0-9-amd64',
    '6.1.0-18-amd64',
    '6.1.0-100-amd64',
    '6.12.41+deb13-amd64',
    '6.12.43+deb13-amd64',
  ];
  assert.deepEqual(ordered.toReversed().sort(kernelReleaseOrder), ordered);
});

test('words of a kernel command line', () => {
  const text = 'root=/dev/sda1  quiet apparmor=0 dyndbg="file a +p" "x y=1" apparmor-x= \n';
  assert.deepEqual(
    kernelCommandLine(text).map(({ name, value }) => [name, value]),
    [
      ['root', '/dev/sda1'],
      ['quiet', null],
      ['apparmor', '0'],
      ['dyndbg', 'file a +p'],
      ['x y', '1'],
      ['apparmor_x', ''],
    ],
  );
  assert.deepEqual(kernelCommandLine(''), []);
});
