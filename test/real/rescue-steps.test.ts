import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { test } from 'node:test';
import { touchTime } from '../../src/formats/touch-time.ts';
import type { Arming } from '../../src/model/run-plan.ts';
import { directoryEntry, fileEntry, linkEntry } from '../laws/lab/tree.ts';
import { HOSTILE_NAMES } from '../unit/engine/lab/hostile-names.ts';
import { type RescueStage, rescueStage, TIME_BEFORE } from './lab/rescue-stage.ts';
import { runTool } from './lab/run-tool.ts';

const OLD = fileEntry('old\n', { mtime: '1700000000123456789' });
const NEW = fileEntry('new\n');
const ETC = { '/etc': { type: 'directory' } } as const;
const REPLACED = { ...ETC, '/etc/f': { text: 'new\n' } } as const;
const CAPABILITY = 'AQAAAgAgAAAAAAAAAAAAAAAAAAA=';

const ARMING: Arming = {
  unit: '/etc/systemd/x.service',
  link: '/etc/systemd/x.wants/x.service',
  text: 'ours\n',
  directories: [
    { path: '/etc/systemd', time: '5' },
    { path: '/etc/systemd/x.wants', time: null },
  ],
};

const text = (stage: RescueStage, path: string) => readFileSync(stage.at(path), 'utf8');
const timeOf = (stage: RescueStage, path: string) =>
  lstatSync(stage.at(path), { bigint: true }).mtimeNs.toString();
const setTime = (stage: RescueStage, path: string, time: string) =>
  runTool('touch', ['-h', '-m', '-d', `@${touchTime(time)}`, `${stage.root}${path}`]);
const attributes = (path: string) =>
  runTool('getfattr', ['-h', '-d', '-m', '-', '-e', 'base64', '--absolute-names', path]).toString();
const setAttribute = (path: string, name: string, value: string) =>
  runTool('setfattr', ['-h', '-n', name, '-v', value, path]);

function replaced(done: string | null | 'now' = 'now', blob = 'old\n') {
  const changes = [{ path: '/etc/f', before: OLD, after: NEW, done }] as const;
  return rescueStage({ tree: REPLACED, changes, blobs: [blob] });
}

test('another machine is left alone', () => {
  const id = (name: string) => createHash('sha256').update(`${name}\n`).digest('hex');
  const tree = { ...REPLACED, '/etc/machine-id': { text: 'theirs\n' } };
  const changes = [{ path: '/etc/f', before: OLD, after: NEW }] as const;
  using other = rescueStage({ tree, changes, blobs: ['old\n'], host: { machine: id('ours') } });
  const refused = other.run();
  assert.deepEqual([refused.status, text(other, '/etc/f')], [5, 'new\n']);
  assert.match(refused.stderr, /another machine/);
  unlinkSync(other.at('/etc/machine-id'));
  assert.deepEqual([other.run().status, text(other, '/etc/f')], [5, 'new\n']);

  using same = rescueStage({ tree, changes, blobs: ['old\n'], host: { machine: id('theirs') } });
  assert.deepEqual([same.run().status, text(same, '/etc/f')], [0, 'old\n']);
});

test("an image's run does not touch the running machine", () => {
  using stage = replaced();
  const { status, stderr } = stage.run({ args: [] });
  assert.equal(status, 5);
  assert.match(stderr, /--root DIR/);
});

test('metadata: capabilities, setuid and lists outlive going back', () => {
  const xattrs = { 'security.capability': CAPABILITY, 'user.empty': '' };
  const before = fileEntry('x', { mode: 0o4755, uid: 7, xattrs });
  const changes = [
    { path: '/etc/f', before, after: { ...before, uid: 0, xattrs: {} } },
    { path: '/etc/g', before, after: { ...before, mode: 0o755, uid: 7 } },
    {
      path: '/etc/h',
      before: { ...before, xattrs: {} },
      after: { ...before, xattrs: { 'user.new': 'eA==' } },
    },
  ] as const;
  const file = { text: 'x', mode: 0o4755, uid: 7 };
  using stage = rescueStage({ tree: { ...ETC, '/etc/f': file, '/etc/g': file, '/etc/h': file }, changes });
  chownSync(stage.at('/etc/f'), 0, 0);
  chmodSync(stage.at('/etc/g'), 0o755);
  setAttribute(`${stage.root}/etc/g`, 'security.capability', `0s${CAPABILITY}`);
  setAttribute(`${stage.root}/etc/g`, 'user.empty', '');
  setAttribute(`${stage.root}/etc/h`, 'user.new', 'x');
  // The second time over is the way of a script that was killed.
  for (const _ of [1, 2]) {
    const { status, stdout, stderr } = stage.run();
    assert.equal(status, 0, stdout + stderr);
    for (const path of ['/etc/f', '/etc/g', '/etc/h']) {
      const { mode, uid } = lstatSync(stage.at(path));
      assert.deepEqual([mode & 0o7777, uid], [0o4755, 7], path);
    }
    for (const path of ['/etc/f', '/etc/g']) {
      const found = attributes(`${stage.root}${path}`);
      assert.match(found, new RegExp(`^security.capability=0s${CAPABILITY}$`, 'm'), path);
      assert.match(found, /^user.empty/m, path);
    }
    assert.doesNotMatch(attributes(`${stage.root}/etc/h`), /user.new/);
  }
});

test('what is left alone keeps its attributes', () => {
  const before = fileEntry('x');
  const changes = [
    { path: '/etc/f', before, after: { ...before, xattrs: { 'user.ours': 'eA==' } } },
  ] as const;
  using stage = rescueStage({ tree: { ...ETC, '/etc/f': { text: 'theirs' } }, changes });
  setAttribute(`${stage.root}/etc/f`, 'user.ours', 'x');
  assert.equal(stage.run().status, 5);
  assert.match(attributes(`${stage.root}/etc/f`), /user.ours/);
});

test('what replaces a link to a directory does not go into that directory', () => {
  const changes = [{ path: '/etc/f', before: OLD, after: linkEntry('d') }] as const;
  const tree = { ...ETC, '/etc/d': { type: 'directory' }, '/etc/f': { link: 'd' } } as const;
  using stage = rescueStage({ tree, changes });
  writeFileSync(stage.kept(1), 'old\n');
  assert.equal(stage.run().status, 0);
  assert.deepEqual([text(stage, '/etc/f'), readdirSync(stage.at('/etc/d'))], ['old\n', []]);
});

test('a damaged blob is not put anywhere, and nothing half made is left', () => {
  using stage = replaced();
  writeFileSync(`${stage.folder}/blobs/${OLD.type === 'file' ? OLD.content : ''}`, 'rotten\n');
  const { status, stdout } = stage.run();
  assert.equal(status, 5);
  assert.match(stdout, /LEFT ALONE {2}1: \/etc\/f: it could not be put back/);
  assert.equal(text(stage, '/etc/f'), 'new\n');
  assert.deepEqual([readdirSync(stage.at('/etc')), readdirSync(stage.at('/state/kept'))], [['f'], []]);
});

test('what does not read back as before is named', () => {
  const before = directoryEntry();
  const changes = [{ path: '/etc/d', before: null, after: before }] as const;
  const tree = { ...ETC, '/etc/d': { type: 'directory' }, '/etc/d/theirs': { text: '' } } as const;
  using stage = rescueStage({ tree, changes });
  const { status, stdout } = stage.run();
  assert.deepEqual([status, existsSync(stage.at('/etc/d/theirs'))], [5, true]);
  assert.match(stdout, /could not be put back/);
});

test('a file that becomes a directory, and back, goes back from every half state', () => {
  for (const [before, after] of [
    [OLD, directoryEntry()],
    [directoryEntry(), NEW],
  ] as const) {
    const changes = [{ path: '/etc/f', before, after, done: null }] as const;
    for (const kept of [true, false]) {
      for (const now of ['absent', 'after'] as const) {
        using stage = rescueStage({ tree: ETC, changes, blobs: ['old\n'] });
        const make = (path: string, entry: typeof before) => {
          if (entry.type === 'directory') mkdirSync(path, 0o755);
          else writeFileSync(path, entry === OLD ? 'old\n' : 'new\n');
        };
        if (now === 'after') make(`${stage.root}/etc/f`, after);
        if (kept) make(stage.kept(1), before);
        const { status, stdout, stderr } = stage.run();
        assert.equal(status, 0, `${before.type} ${kept} ${now}: ${stdout}${stderr}`);
        assert.equal(lstatSync(stage.at('/etc/f')).isDirectory(), before.type === 'directory');
        assert.equal(timeOf(stage, '/etc'), TIME_BEFORE);
      }
    }
  }
  using deleted = replaced();
  unlinkSync(deleted.at('/etc/f'));
  assert.equal(deleted.run().status, 5, 'a file that somebody deleted is no half state');
});

test('a directory gets its time back, unless somebody else changed it', () => {
  using undisturbed = replaced();
  assert.equal(undisturbed.run().status, 0);
  assert.equal(timeOf(undisturbed, '/etc'), TIME_BEFORE);

  using changed = replaced();
  writeFileSync(changed.at('/etc/theirs'), '');
  assert.equal(changed.run().status, 0);
  assert.notEqual(timeOf(changed, '/etc'), TIME_BEFORE);

  using asBefore = rescueStage({
    tree: { ...ETC, '/etc/f': { text: 'old\n' } },
    changes: [{ path: '/etc/f', before: OLD, after: NEW, done: '5' }],
  });
  setTime(asBefore, '/etc', '9');
  assert.equal(asBefore.run().status, 0);
  assert.equal(timeOf(asBefore, '/etc'), '9');

  using notDone = replaced(null);
  assert.equal(notDone.run().status, 0);
  assert.equal(timeOf(notDone, '/etc'), TIME_BEFORE);
  setTime(notDone, '/etc', '9');
  assert.equal(notDone.run().status, 0);
  assert.equal(timeOf(notDone, '/etc'), '9', 'run again, it took what came later for its own');
});

test('the script killed between an entry and its directory is taken up', () => {
  const directories = { '/a': { type: 'directory' }, '/b': { type: 'directory' } } as const;
  const changes = [
    { path: '/a/f', before: OLD, after: NEW, done: '5' },
    { path: '/b/f', before: OLD, after: NEW, done: '5' },
  ] as const;
  const tree = { ...directories, '/a/f': { text: 'old\n' }, '/b/f': { text: 'old\n' } };
  using stage = rescueStage({ tree, changes });
  setTime(stage, '/b', '9');
  writeFileSync(`${stage.folder}/rescuing`, '1\n');
  assert.equal(stage.run().status, 0);
  assert.deepEqual([timeOf(stage, '/a'), timeOf(stage, '/b')], [TIME_BEFORE, '9']);
  assert.equal(existsSync(`${stage.folder}/rescuing`), false);
});

test('times before the epoch, of files and of directories', () => {
  const before = fileEntry('old\n', { mtime: '-500000000' });
  const changes = [{ path: '/etc/f', before, after: NEW, done: '-1500000000' }] as const;
  using stage = rescueStage({ tree: REPLACED, changes, blobs: ['old\n'] });
  setTime(stage, '/etc', '-1500000000');
  assert.equal(stage.run().status, 0);
  assert.deepEqual([timeOf(stage, '/etc/f'), timeOf(stage, '/etc')], ['-500000000', TIME_BEFORE]);
});

test("the boot unit's directories keep a time that is somebody else's", () => {
  const { unit, link } = ARMING;
  const directory = { type: 'directory' } as const;
  const tree = { ...ETC, '/etc/systemd': directory, '/etc/systemd/x.wants': directory };
  const armed = (content: string) => {
    const stage = rescueStage({ tree, changes: [], arming: ARMING });
    writeFileSync(stage.at(unit), content);
    symlinkSync('../x.service', stage.at(link));
    return stage;
  };
  {
    using stage = armed('ours\n');
    assert.equal(stage.run().status, 0);
    assert.deepEqual([readdirSync(stage.at('/etc/systemd')), timeOf(stage, '/etc/systemd')], [[], '5']);
    setTime(stage, '/etc/systemd', '9');
    assert.equal(stage.run().status, 0);
    assert.equal(timeOf(stage, '/etc/systemd'), '9');
  }
  {
    using stage = armed('ours\n');
    setTime(stage, '/etc/systemd', '9000000000000');
    assert.equal(stage.run().status, 0);
    assert.equal(existsSync(stage.at(unit)), false);
    assert.notEqual(timeOf(stage, '/etc/systemd'), '5');
  }
  {
    using stage = armed("another run's\n");
    assert.equal(stage.run().status, 0);
    assert.equal(existsSync(stage.at(unit)), true);
  }
});

test("the directory around a place for old inodes gets its time back, unless that is somebody else's", () => {
  const time = (spoil: (stage: RescueStage, place: Buffer) => void) => {
    using stage = rescueStage({ tree: ETC, changes: [], keeping: [{ path: '/etc/.holdfast', time: '5' }] });
    const place = stage.at('/etc/.holdfast');
    mkdirSync(place);
    spoil(stage, place);
    assert.equal(stage.run().status, 0);
    const first = timeOf(stage, '/etc');
    setTime(stage, '/etc', '9');
    assert.equal(stage.run().status, 0);
    assert.equal(timeOf(stage, '/etc'), '9');
    return first;
  };
  const ends = [
    time(() => undefined),
    time((_, place) => rmdirSync(place)),
    time((stage) => setTime(stage, '/etc', '9000000000000')),
  ];
  assert.equal(ends[0], '5');
  assert.notEqual(ends[1], '5');
  assert.equal(ends[2], '9000000000000');
});

test("busybox's shell does the same, and hostile names come to no harm", () => {
  const paths = [...HOSTILE_NAMES.map((name) => `/etc/${name}` as const)];
  const changes = [
    ...paths.map((path) => ({ path, before: OLD, after: NEW })),
    ...paths.map((path) => ({
      path: `${path}.link` as const,
      before: linkEntry('-x\n'),
      after: linkEntry('y'),
    })),
  ];
  const tree = {
    ...ETC,
    ...Object.fromEntries(paths.map((path) => [path, { text: 'new\n' }])),
    ...Object.fromEntries(paths.map((path) => [`${path}.link`, { link: 'y' }])),
  };
  for (const shell of [['sh'], ['busybox', 'sh'], ['bash', '--posix']]) {
    using stage = rescueStage({ tree, changes, blobs: ['old\n'] });
    const { status, stdout, stderr } = stage.run({ shell });
    assert.deepEqual([status, stderr], [0, ''], stdout);
    for (const path of paths) {
      assert.deepEqual([text(stage, path), readlinkSync(stage.at(`${path}.link`))], ['old\n', '-x\n']);
    }
  }
});

test('with nothing but busybox, times go back to the second', () => {
  using stage = replaced();
  const tools = `${stage.root}/tools`;
  mkdirSync(tools);
  runTool('busybox', ['--install', '-s', tools]);
  const script = readFileSync(`${stage.folder}/rescue.sh`, 'latin1');
  writeFileSync(`${stage.folder}/rescue.sh`, script.replace(/^PATH=.*$/m, `PATH=${tools}`), 'latin1');
  setTime(stage, '/etc', '1600000000000000000');
  const journal = readFileSync(`${stage.folder}/journal.ndjson`, 'utf8');
  const done = journal.replace(/("directoryTime":")\d+(",[^\n]*"type":"done")/, '$11600000000000000000$2');
  writeFileSync(`${stage.folder}/journal.ndjson`, done);
  const { status, stdout, stderr } = stage.run({ shell: ['busybox', 'sh'] });
  assert.equal(status, 0, stdout + stderr);
  assert.equal(text(stage, '/etc/f'), 'old\n');
  assert.deepEqual(
    [timeOf(stage, '/etc/f'), timeOf(stage, '/etc')],
    ['1700000000000000000', '1000000000000'],
  );
});

test('shellcheck finds nothing in a script', () => {
  const states = [null, OLD, NEW, { ...OLD, mode: 0o600 }, directoryEntry(), linkEntry('x')];
  const changes = states.flatMap((before) =>
    states.filter((after) => after !== before).map((after) => ({ path: '/etc/f' as const, before, after })),
  );
  using stage = rescueStage({ tree: ETC, changes, arming: ARMING });
  const { status, stdout } = spawnSync('shellcheck', ['-s', 'sh', `${stage.folder}/rescue.sh`], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout], [0, '']);
});

test('a mv that does not know -T does no harm either', () => {
  const changes = [{ path: '/etc/f', before: OLD, after: linkEntry('d') }] as const;
  const directory = { type: 'directory' } as const;
  for (const link of [{ '/etc/f': { link: 'd' } }, {}]) {
    using stage = rescueStage({ tree: { ...ETC, '/etc/d': directory, '/bin': directory, ...link }, changes });
    writeFileSync(stage.kept(1), 'old\n');
    const script = readFileSync(`${stage.folder}/rescue.sh`, 'latin1');
    writeFileSync(
      `${stage.folder}/rescue.sh`,
      script.replace(/^PATH=/m, `PATH=${stage.root}/bin:`),
      'latin1',
    );
    const mv = '#!/bin/sh\ncase $1 in -f) exec /bin/mv "$@" ;; *) echo usage >&2; exit 1 ;; esac\n';
    writeFileSync(stage.at('/bin/mv'), mv, { mode: 0o755 });
    assert.equal(stage.run().status, 0);
    assert.deepEqual([text(stage, '/etc/f'), readdirSync(stage.at('/etc/d'))], ['old\n', []]);
  }
});
