import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crossCheckPage } from '../real/cross-check/cross-check-page.ts';
import { readCrossCheckPage } from '../real/cross-check/read-cross-check-page.ts';
import { scanners } from '../real/cross-check/scanners.ts';
import { testSubject } from '../real/cross-check/test-subject.ts';

const PAGE = 'docs/cross-check.md';

test('the page of the cross-check has the mapping as it is', () => {
  const page = readFileSync(PAGE, 'utf8');
  assert.equal(page, crossCheckPage(readCrossCheckPage(page)), `${PAGE}: npm run cross-check -- --page`);
});

for (const [name, { mapping }] of Object.entries(scanners)) {
  const named = Object.values(mapping.controls).flat();

  test(`${name}: a test belongs to one control`, () => {
    assert.deepEqual(
      named.filter((each, i) => named.indexOf(each) !== i),
      [],
    );
    for (const control of Object.keys(mapping.controls)) assert.match(control, /^[a-z]+\/[a-z-]+$/);
  });

  test(`${name}: every exception is of a mapped test and says why`, () => {
    for (const [each, reason] of Object.entries(mapping.exceptions)) {
      assert.ok(named.includes(each), each);
      assert.match(reason, /^[A-Z].{20,}\.$/);
    }
    for (const each of Object.keys(mapping.inForce)) assert.ok(mapping.exceptions[each], each);
  });
}

test('a control goes before an area, a pattern is the whole name, and the unknown has no place', () => {
  const mapping = {
    controls: { 'a/x': ['file_owner_passwd'] },
    exceptions: {},
    inForce: {},
    outOfScope: { files: ['file_*_passwd', 'KRNL-6000:*'], dots: ['a.b'] },
  };
  assert.deepEqual(testSubject(mapping, 'file_owner_passwd'), { control: 'a/x' });
  assert.deepEqual(testSubject(mapping, 'file_mode_passwd'), { area: 'files' });
  assert.deepEqual(testSubject(mapping, 'KRNL-6000:kernel.sysrq'), { area: 'files' });
  assert.equal(testSubject(mapping, 'file_mode_passwd_too'), null);
  assert.equal(testSubject(mapping, 'axb'), null);
});
