import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { parseSudoers } from '../../src/formats/sudoers.ts';
import type { SudoersAlias, SudoersCommand, SudoersMember } from '../../src/formats/sudoers-statement.ts';
import { sudoersDecisions } from '../sudoers-decisions.ts';
import { sudoersLines } from '../sudoers-lines.ts';
import { askSudo } from './ask-sudo.ts';

const folder = mkdtempSync(join(tmpdir(), 'sudoers-'));
const file = join(folder, 'sudoers');
after(() => rmSync(folder, { recursive: true }));

function run(program: string, args: readonly string[], text: string) {
  writeFileSync(file, text);
  const done = spawnSync(program, [...args, file], { encoding: 'utf8' });
  if (done.error !== undefined) throw done.error;
  return done;
}

test('visudo accepts and refuses the same lines', () => {
  for (const text of sudoersLines.accepted) {
    const { status, stderr } = run('visudo', ['-cf'], text);
    assert.equal(status, 0, `${JSON.stringify(text)}: ${stderr}`);
  }
  for (const text of sudoersLines.refused)
    assert.equal(run('visudo', ['-cf'], text).status, 1, JSON.stringify(text));
});

test('visudo is stricter on purpose with what sudo runs all the same', () => {
  for (const text of [
    'Defaults no_such_setting\n',
    'a ALL=/usr/bin/sudoedit /etc/motd\n',
    '@include /nonexistent\n',
  ]) {
    assert.equal(run('visudo', ['-cf'], text).status, 1);
    parseSudoers(text);
  }
});

/** One command of a rule with all that applies to it, in the words of both sides. */
interface Atom {
  readonly users: readonly string[];
  readonly hosts: readonly string[];
  readonly runas: readonly string[];
  readonly groups: readonly string[];
  readonly password: boolean | null;
  readonly command: string;
}

type Item = { readonly [key: string]: string | number | boolean };
interface Converted {
  readonly User_Specs?: readonly {
    readonly User_List: readonly Item[];
    readonly Host_List: readonly Item[];
    readonly Cmnd_Specs: readonly {
      readonly runasusers?: readonly Item[];
      readonly runasgroups?: readonly Item[];
      readonly Options?: readonly Item[];
      readonly Commands: readonly Item[];
    }[];
  }[];
}

const PREFIXES: { readonly [key: string]: string } = {
  usergroup: '%',
  usergid: '%#',
  userid: '#',
  netgroup: '+',
};

function nameOfItem(item: Item): string {
  const [key, value] = Object.entries(item).find(([key]) => key !== 'negated' && !key.startsWith('sha')) ?? [
    '',
  ];
  return `${item.negated === true ? '!' : ''}${PREFIXES[key] ?? ''}${value}`;
}

function atomsOfTool(text: string): readonly Atom[] {
  const { status, stdout, stderr } = run('cvtsudoers', ['-e', '-f', 'json'], text);
  assert.equal(status, 0, `${text}\n${stderr}`);
  const { User_Specs: specs = [] } = JSON.parse(stdout) as Converted;
  return specs.flatMap((spec) =>
    spec.Cmnd_Specs.flatMap((commands) =>
      commands.Commands.map((command) => ({
        users: spec.User_List.map(nameOfItem),
        hosts: spec.Host_List.map(nameOfItem),
        runas: (commands.runasusers ?? []).map(nameOfItem),
        groups: (commands.runasgroups ?? []).map(nameOfItem).map((name) => name.replace('%', '')),
        password: passwordOf(commands.Options ?? []),
        command: nameOfItem(command),
      })),
    ),
  );
}

function passwordOf(options: readonly Item[]): boolean | null {
  const said = options.find((option) => 'authenticate' in option)?.authenticate;
  return typeof said === 'boolean' ? said : null;
}

function atomsOfOurs(text: string): readonly Atom[] {
  const statements = parseSudoers(text).flatMap(({ statement }) => (statement === null ? [] : [statement]));
  const aliases = statements.flatMap((each) => (each.type === 'aliases' ? each.aliases : []));
  return statements.flatMap((rule) =>
    rule.type !== 'rule'
      ? []
      : rule.privileges.flatMap(({ hosts, commands }) =>
          commands.flatMap(({ runas, nopasswd, command }) =>
            commandNames(command, aliases).map((name) => ({
              users: memberNames(rule.users, 'user', aliases),
              hosts: memberNames(hosts, 'host', aliases),
              runas: memberNames(runas?.users ?? [], 'runas', aliases),
              groups: memberNames(runas?.groups ?? [], 'runas', aliases),
              password: nopasswd === null ? null : !nopasswd,
              command: name,
            })),
          ),
        ),
  );
}

function memberNames(
  members: readonly SudoersMember[],
  of: SudoersAlias['of'],
  aliases: readonly SudoersAlias[],
): readonly string[] {
  return members.flatMap(({ negated, is, name }) => {
    const alias = aliases.find((each) => is === 'alias' && each.of === of && each.name === name);
    const names =
      alias !== undefined && 'members' in alias ? memberNames(alias.members, of, aliases) : [name];
    return names.map((each) => negate(each, negated));
  });
}

function commandNames(command: SudoersCommand, aliases: readonly SudoersAlias[]): readonly string[] {
  const alias = aliases.find(
    (each) => each.of === 'command' && command.is === 'alias' && each.name === command.name,
  );
  const whole = command.args === null ? command.name : `${command.name} ${command.args}`;
  const names =
    alias?.of === 'command' ? alias.commands.flatMap((each) => commandNames(each, aliases)) : [whole];
  return names.map((name) => negate(name, command.negated));
}

function negate(name: string, negated: boolean): string {
  if (!negated) return name;
  return name.startsWith('!') ? name.slice(1) : `!${name}`;
}

test('cvtsudoers reads the same rules out of generated files', () => {
  const maybeNot = (item: fc.Arbitrary<string>) =>
    fc.tuple(fc.constantFrom('', '', '!'), item).map(([not, text]) => not + text);
  const list = (...items: readonly string[]) =>
    fc
      .array(maybeNot(fc.constantFrom(...items)), { minLength: 1, maxLength: 3 })
      .map((each) => each.join(', '));
  const users = list('alice', 'USERS', '%ops', '#1001', '+net', 'ALL', '"%big group"', 'a\\ b', '%#50');
  const hosts = list('ALL', 'HOSTS', 'web', 'web*', '10.0.0.0/8', '+net', '::1');
  const runas = fc.constantFrom('', '(root)', '(RUNAS)', '(root, #0 : ops)', '(:ops)', '(ALL:ALL)');
  const tags = fc.constantFrom('', 'NOPASSWD:', 'PASSWD: ', 'NOEXEC: NOPASSWD: ', 'SETENV:');
  const command = maybeNot(
    fc.constantFrom(
      '/bin/ls',
      '/bin/ls -l a=b',
      'COMMANDS',
      'ALL',
      '/sbin/',
      '/bin/x ""',
      '/bin/a\\,b c\\:d',
      'sudoedit /etc/motd',
      '^/bin/(a|b)$',
      '/bin/*',
    ),
  );
  const spec = fc.tuple(runas, tags, command).map((each) => each.join(' '));
  const privilege = fc
    .tuple(hosts, fc.array(spec, { minLength: 1, maxLength: 3 }))
    .map(([where, what]) => `${where} = ${what.join(', \\\n\t')}`);
  const rule = fc
    .tuple(users, fc.array(privilege, { minLength: 1, maxLength: 2 }))
    .map(([who, what]) => `${who} ${what.join(' : ')}\n`);
  const aliases =
    'User_Alias USERS = bob, !carol\nHost_Alias HOSTS = db, !mail\nRunas_Alias RUNAS = root, !bin\nCmnd_Alias COMMANDS = /bin/cat, !/bin/su -\n';
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (rules) => {
      const text = aliases + rules.join('# between\n');
      assert.deepEqual(atomsOfOurs(text), atomsOfTool(text), text);
    }),
    { numRuns: 60 },
  );
});

test('sudo itself decides the same', () => {
  const here = mkdtempSync(join(folder, 'ask-'));
  const answers = askSudo(
    here,
    sudoersDecisions.map(([text]) => text),
  );
  assert.deepEqual(
    sudoersDecisions.map(([text], i) => [text, answers[i]]),
    sudoersDecisions.map(([text, expected]) => [text, expected.replace(/ [-\d]+$/, '')]),
  );
});
