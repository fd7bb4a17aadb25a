import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainText } from '../../../src/report/explain-text.ts';
import { listText } from '../../../src/report/list-text.ts';
import { playbook } from './samples.ts';

const loud = { color: false, quiet: false };
const quiet = { color: false, quiet: true };

test('explain', () => {
  assert.equal(
    explainText(playbook, loud),
    `
accounts/docker-group-members
Only listed users are members of the group docker
Severity: high
Profiles: baseline, container-host
Mode: param (Holdfast fixes it once its parameters are set)

Why:
  Whoever is in the group docker is root: the Engine API starts a container that
  mounts the whole file system.

  A password is never asked for.

What may break:
  - jobs of a user who is taken out of the group

Parameters:
  allowed: users who may stay members (names; default: none)
  days: days of grace (number, 0 to 30; default: 0)
  how: what happens to the others (choice, one of remove, report; default:
       remove)
  strict: root too (flag; default: false)
  note: a word for the log (text; default: none)

References:
  cis-docker: 1.1.2
  nist-800-53: AC-6, CM-7

See it here: holdfast plan accounts/docker-group-members
`.slice(1),
  );
});

test('list', () => {
  assert.equal(
    listText([playbook], loud),
    `
accounts/docker-group-members  high, param
  Only listed users are members of the group docker

1 playbook. One in full: holdfast explain ID
`.slice(1),
  );
});

test('quiet: what it is called', () => {
  assert.equal(
    listText([playbook, playbook], quiet),
    'accounts/docker-group-members\naccounts/docker-group-members\n',
  );
  assert.equal(
    explainText(playbook, quiet),
    `
accounts/docker-group-members
Only listed users are members of the group docker
`.slice(1),
  );
});
