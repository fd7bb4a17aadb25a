import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shellFormat } from '../../../src/formats/shell-lines.ts';
import { parseShellScript } from '../../../src/formats/shell-script.ts';
import { shellTokens } from '../../../src/formats/shell-tokens.ts';
import { shellVariableLines } from '../../../src/formats/shell-variable-lines.ts';

test('words are taken whole, comments and here-documents left out', () => {
  const text =
    'a "b c"\'d\' $(e "f)" (g)) `h i` ${j:-k l} # m\nn\\\no <<X p\nignored (\nX\nq 2>&1 >r<(s t)\n';
  assert.deepEqual(
    shellTokens(text).map((token) => `${token.line} ${token.text}`),
    [
      '1 a',
      '1 "b c"\'d\'',
      '1 $(e "f)" (g))',
      '1 `h i`',
      '1 ${j:-k l}',
      '1 \n',
      '2 n\\\no',
      '3 <<',
      '3 X',
      '3 p',
      '3 \n',
      '6 q',
      '6 >&',
      '6 1',
      '6 >',
      '6 r',
      '6 <(s t)',
      '6 \n',
    ],
  );
});

test('scripts as packages write them are parsed', () => {
  const scripts = [
    'if [ -n "${BASH_VERSION-}" -a -n "${PS1-}" ]; then\n  if [ "${BASH_VERSINFO[0]}" -gt 4 ] ||\n     [ 1 -ge 2 ]; then . /x; fi\nfi\n',
    'while read -r line; do echo "$line" | grep -q x || break; done < /etc/x && true\n',
    'for ((i = 0; i < 3; i++)); do :; done\nfor x; do echo; done\n',
    'case "$TERM" in\nxterm*|rxvt*) PS1=a;; (screen) ;; *)\nesac\n',
    'f() { return 1; }\nfunction g {\n  :\n}\nfunction h() (\n:\n)\n',
    '[[ -f x && ( -d y || -e z ) ]] && { a; b; } 2>/dev/null &\n((x = 1 + (2)))\nlist=(a "b c" d)\n',
    'until ! false; do sleep 1; done\n{ :; }\n( : )\n',
    '',
    '# only a comment',
  ];
  for (const script of scripts) assert.doesNotThrow(() => parseShellScript(script), script);
});

test('what no shell could read is malformed, with its line', () => {
  const broken: [string, number][] = [
    ['a\nif true; then\n', 2],
    ['a "b\n', 1],
    ['fi\n', 1],
    ['a\n)\n', 2],
    ['a() \n', 1],
    ['echo >\n', 1],
    ['for x in a; echo\n', 1],
  ];
  for (const [script, line] of broken)
    assert.throws(() => parseShellScript(script), { name: 'Malformed', line }, script);
});

test('no text at all makes the parser do anything but parse or say which line is wrong', () => {
  const piece = fc.constantFrom(
    'if',
    'then',
    'fi',
    'a',
    ';',
    '\n',
    '"',
    "'",
    '$(',
    ')',
    '(',
    '{',
    '}',
    '<<E',
    'E',
    '\\',
    '#',
    '`',
    'case',
    'in',
    'esac',
    '&&',
    '|',
    '${',
    'TMOUT=1',
    'for',
    'do',
    'done',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      try {
        parseShellScript(pieces.join(' '));
      } catch (error) {
        assert.equal((error as Error).name, 'Malformed');
      }
    }),
  );
});

test('which lines can be put out of action by themselves', () => {
  const text = `TMOUT=600
  readonly TMOUT; export TMOUT # a note
export TMOUT HISTSIZE
umask 027; TMOUT=5
[ -n "$PS1" ] && TMOUT=7
if [ "$PS1" ]; then TMOUT=8; fi
if true; then
  TMOUT=9
fi
TMOUT=$(cat /etc/tmout)
TMOUT=1 \\
  true
echo TMOUT=1
# TMOUT=1
cat <<E
TMOUT=1
E
: # TMOUT=600
`;
  assert.deepEqual(
    shellVariableLines(text, 'TMOUT').map(({ line, isAlone }) => [line, isAlone]),
    [
      [1, true],
      [2, true],
      [3, false],
      [4, false],
      [5, true],
      [6, true],
      [8, true],
      [10, false],
      [11, false],
    ],
  );
});

test('a line is put out of action and back, and no other byte moves', () => {
  const line = fc.constantFrom('TMOUT=600', '  TMOUT=600', 'umask 027', '', '# x', ': # TMOUT=600');
  const file = fc
    .tuple(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([lines, end, isEnded]) => lines.join(end) + (isEnded ? end : ''));
  fc.assert(
    fc.property(file, fc.constantFrom('quiet/TMOUT=600', 'quiet/  TMOUT=600', 'line/. /x'), (text, part) => {
      const set = shellFormat.set(text, part, true);
      assert.equal(shellFormat.set(set, part, true), set);
      const isThere = part.startsWith('line') || set !== text;
      if (isThere) assert.equal(shellFormat.get(set, part), true);
      if (shellFormat.get(text, part) === null && !/: # TMOUT/.test(text))
        assert.equal(shellFormat.set(set, part, null), text);
      assert.equal(set.split('\n').length >= text.split('\n').length, true);
    }),
  );
  assert.equal(
    shellFormat.set('if x; then\n\tTMOUT=1\nfi\n', 'quiet/\tTMOUT=1', true),
    'if x; then\n\t: # TMOUT=1\nfi\n',
  );
});
