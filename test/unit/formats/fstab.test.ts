import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fstabFormat, parseFstab } from '../../../src/formats/fstab.ts';

const FSTAB = [
  '# <file system> <mount point>',
  'UUID=1-2\t/      ext4  errors=remount-ro 0 1',
  'LABEL=my\\040disk /srv/my\\040files xfs defaults,noexec   # comment',
  'none none swap sw 0 0',
  '/swap2 none swap sw 0 0',
  '',
].join('\n');

test('fields are decoded, and absent numbers are 0', () => {
  assert.deepEqual(parseFstab(FSTAB)[1], {
    line: 3,
    source: 'LABEL=my disk',
    target: '/srv/my files',
    type: 'xfs',
    options: ['defaults', 'noexec'],
    dump: 0,
    pass: 0,
  });
  assert.equal(parseFstab(FSTAB).length, 4);
});

test('a line that lacks fields is told by number', () => {
  assert.throws(() => parseFstab('# c\n/dev/sda1 /\n'), { name: 'Malformed', line: 2 });
  assert.throws(() => parseFstab('/dev/sda1 / ext4 defaults x\n'), { name: 'Malformed', line: 1 });
  assert.throws(() => fstabFormat.get(FSTAB, 'none'), { name: 'Malformed', line: 5 });
});

test('one option changes and every blank stays', () => {
  const root = fstabFormat.get(FSTAB, '/') as { options: string[] };
  const changed = fstabFormat.set(FSTAB, '/', { ...root, options: [...root.options, 'nodev'] });
  assert.equal(changed, FSTAB.replace('remount-ro', 'remount-ro,nodev'));
  const files = fstabFormat.get(FSTAB, '/srv/my files') as { pass: number };
  assert.equal(
    fstabFormat.set(FSTAB, '/srv/my files', { ...files, pass: 2 }),
    FSTAB.replace('defaults,noexec', 'defaults,noexec 0 2'),
  );
});

test('a line is added at the end and goes away again', () => {
  const data = { source: 'UUID=9', type: 'ext4', options: ['defaults'], dump: 0, pass: 2 };
  for (const text of [FSTAB, FSTAB.trimEnd(), '', FSTAB.replaceAll('\n', '\r\n')]) {
    const added = fstabFormat.set(text, '/var/lib/docker', data);
    assert.match(added, /^UUID=9 \/var\/lib\/docker ext4 defaults 0 2\r?$/m);
    assert.deepEqual(fstabFormat.get(added, '/var/lib/docker'), data);
    assert.equal(fstabFormat.set(added, '/var/lib/docker', null), text);
  }
});

test('a value that is no fstab line is an error of the caller', () => {
  for (const desired of [{}, { source: 'a', type: '', options: ['x'], dump: 0, pass: 0 }, 5]) {
    assert.throws(() => fstabFormat.set(FSTAB, '/', desired), TypeError);
  }
});

const field = fc.string({
  unit: fc.constantFrom('a', '/', ' ', '\t', '\\', '#', '0', 'é', '\udc80'),
  minLength: 1,
});
const entry = fc.record(
  {
    source: field,
    type: field,
    options: fc.array(
      field.map((text) => text.replaceAll(',', ';')),
      { minLength: 1 },
    ),
    dump: fc.nat(2),
    pass: fc.nat(2),
  },
  { noNullPrototype: true },
);

test('laws: get after set, nothing changed by setting what is set, set twice is the last, other lines stay', () => {
  fc.assert(
    fc.property(field, entry, entry, fc.constantFrom(FSTAB, FSTAB.trimEnd()), (target, one, two, text) => {
      const part = `/x${target}`;
      const first = fstabFormat.set(text, part, one);
      assert.deepEqual(fstabFormat.get(first, part), one);
      assert.equal(fstabFormat.set(first, part, one), first);
      const second = fstabFormat.set(first, part, two);
      assert.deepEqual(fstabFormat.get(second, part), two);
      assert.equal(fstabFormat.set(second, part, one), first);
      assert.deepEqual(parseFstab(second).slice(0, 4), parseFstab(text));
      const root = { source: 'z', type: 'z', options: ['z'], dump: 0, pass: 1 };
      assert.equal(
        fstabFormat.set(second, '/', root),
        fstabFormat.set(fstabFormat.set(fstabFormat.set(text, '/', root), part, one), part, two),
      );
    }),
    { numRuns: 200 },
  );
});
