import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvironmentFile } from '../../../src/formats/environment-file.ts';

test('values are read as systemd reads an EnvironmentFile', () => {
  const table = [
    ['A=b', 'b'],
    ['A = b c \t', 'b c'],
    [`A="b c" 'd'`, 'b cd'],
    [`A='$b \\n'`, '$b \\n'],
    ['A="\\$b \\"q\\" \\n"', '$b "q" \\n'],
    ['A=b\\\nc', 'bc'],
    ['A="b\\\nc"', 'bc'],
    ['A="b\nc"', 'b\nc'],
    ['A=b"c"', 'b"c"'],
    ['A=b\\ ', 'b '],
    ['A=', ''],
    ['A="-H fd:// --icc=false"\r\n', '-H fd:// --icc=false'],
  ] as const;
  for (const [text, value] of table) {
    assert.deepEqual(parseEnvironmentFile(text), [{ name: 'A', value, line: 1 }], JSON.stringify(text));
  }
});

test('comments, junk and bad names are passed over, and lines counted', () => {
  const text = '# c\n; c \\\nX=commented\njunk\nexport B=1\n1A=2\n\nA="1\n2"\nC=3';
  assert.deepEqual(parseEnvironmentFile(text), [
    { name: 'A', value: '1\n2', line: 8 },
    { name: 'C', value: '3', line: 10 },
  ]);
});
