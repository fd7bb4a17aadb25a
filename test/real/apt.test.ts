import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { aptConfiguration, aptStatements } from '../../src/facts/apt-configuration.ts';
import { aptSources } from '../../src/facts/apt-sources.ts';
import { engineCandidates } from '../../src/facts/engine-candidates.ts';
import { securityUpdates } from '../../src/facts/security-updates.ts';
import { aptConfig } from '../../src/formats/apt-config.ts';
import { parseAptPolicy } from '../../src/formats/apt-policy.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Path } from '../../src/model/path.ts';
import { Refused } from '../../src/model/refusal.ts';
import { readFacts } from '../cases/read-facts.ts';
import { askApt } from './lab/ask-apt.ts';

const place = mkdtempSync(join(tmpdir(), 'holdfast-apt-'));
after(() => rmSync(place, { recursive: true }));

function lay(root: string, files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const hostOf = (root: string) => createRootedHost({ root: root as Path, stateDir: null });

/** What makes apt.conf(5) hard: blocks over files and lines, quotes, comments in all places, clearing, and mistakes. */
const statement = fc.constantFrom(
  'Test::A "1";',
  'test::a "2";',
  'Test::A::B "3";',
  'Test { A "4"; B { C "x y"; }; };',
  'Test::L { "a"; "b"; };',
  'TEST::L:: "c";',
  'Test::L { D "d"; };',
  '#clear Test::L;',
  '#clear test::a;',
  '#clear Test;',
  'Test::A "5" { E "6"; };',
  'Test::U http://x/y;',
  'Test::U "http://x#y"; // z',
  '/* Test::A "7"; */ Test::F "8";',
  '/* begins',
  'ends */ Test::G "9";',
  '# comment "',
  'Test::H "a;b{c}" ;',
  'Test::I\n  "10"\n;',
  'Test::J "a" "b";',
  'Test::K "";',
  'Test::M a b;',
  'Test { N "11"',
  '}',
  '};',
  'Test::O "unterminated;',
  '{ "p"; };',
  'Test { #clear Q; };',
  '#unknown Test;',
  'Test::R "12"; Test::S "13";',
  '"Test::T" "%41";',
  'Test::%56 x;',
  'Test:V "14";',
  '',
);
const text = fc.array(statement, { maxLength: 5 }).map((lines) => lines.join('\n'));
const etc = fc.dictionary(
  fc.constantFrom(
    'apt.conf.d/10a',
    'apt.conf.d/20b.conf',
    'apt.conf.d/15c.bak',
    'apt.conf.d/.d',
    'apt.conf.d/5 e',
    'apt.conf.d/9-F',
    'apt.conf',
  ),
  text,
  { maxKeys: 3 },
);
const CONFIGURATIONS = fc.sample(etc, { numRuns: 150, seed: 4 });

async function configured(root: string): Promise<readonly string[] | 'refused'> {
  try {
    const { configuration } = await readFacts(hostOf(root), { configuration: aptConfiguration });
    assert.ok(configuration);
    const { values } = aptConfig(aptStatements(configuration));
    return values.filter(({ value }) => value !== '').map(({ name, value }) => `${name} "${value}";`);
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'malformed') return 'refused';
    throw error;
  }
}

const SOURCES = {
  'etc/apt/sources.list':
    '# deb http://off.example bookworm main\ndeb http://a.example/debian bookworm main contrib # c\ndeb [ arch=amd64 trusted=yes ] https://b.example/ stable/updates main\ndeb-src http://src.example bookworm main\n',
  'etc/apt/sources.list.d/c.list': 'deb [signed-by=/k.asc] http://c.example/x/ ./\n',
  'etc/apt/sources.list.d/c.list.save': 'deb http://saved.example bookworm main\n',
  'etc/apt/sources.list.d/d.sources':
    '# c\nTypes: deb deb-src\nURIs: http://d.example/ http://e.example/\nSuites: s\n t\nComponents: main\n\nTypes: deb\nEnabled: no\nURIs: http://no.example\nSuites: s\nComponents: main\n\nX-Note: x\nTypes: deb\nURIs: http://f.example\nSuites: bookworm-security\nComponents: main\nTrusted: yes\n',
};

const LISTS = 'var/lib/apt/lists';
const ARCHIVE = `${LISTS}/s.example_dists_bookworm-security`;
const INSTALLED = ['a 1.0-1', 'b 1:2~rc1-1', 'c 3', 'd 1.0+dfsg-2', 'e 9', 'f 1 hold', 'g 1.10', 'h 1a'];
const OFFERED = [
  'a 1.0-1+deb12u1',
  'b 1:2-1',
  'c 2.9',
  'd 1.0+dfsg-10',
  'd 1.0+dfsg-9',
  'f 2',
  'g 1.9',
  'h 1+',
  'i 5',
];
const paragraphs = (all: readonly string[], isStatus: boolean) =>
  all
    .map((each) => {
      const [name, version, wanted = 'install'] = each.split(' ');
      const status = isStatus
        ? `Status: ${wanted} ok installed\n`
        : `Filename: x\nSize: 1\nSHA256: ${'0'.repeat(64)}\n`;
      return `Package: ${name}\n${status}Version: ${version}\nArchitecture: amd64\nMaintainer: x <x@example>\nDescription: x\n\n`;
    })
    .join('');
const UPDATES = {
  'etc/apt/sources.list': 'deb [trusted=yes] http://s.example bookworm-security main\n',
  'var/lib/dpkg/status': paragraphs(INSTALLED, true),
  [`${ARCHIVE}_Release`]:
    'Origin: Debian\nLabel: Debian-Security\nSuite: stable-security\nCodename: bookworm-security\nDate: Sat, 21 Nov 2026 10:00:00 UTC\nArchitectures: amd64\nComponents: main\n',
  [`${ARCHIVE}_main_binary-amd64_Packages`]: paragraphs(OFFERED, false),
};

for (const release of ['bookworm', 'trixie'] as const) {
  describe(`apt of ${release}`, () => {
    test('makes of its files what the evaluator makes of them', async () => {
      const directory = join(place, `${release}-configurations`);
      for (const [i, files] of CONFIGURATIONS.entries()) {
        lay(join(directory, String(i), 'etc/apt'), { 'apt.conf.d/10-': '', ...files });
        const at = `/mnt/${i}`;
        lay(join(directory, String(i)), {
          environment: `Dir::Etc::parts "${at}/etc/apt/apt.conf.d";\nDir::Etc::main "${at}/etc/apt/apt.conf";\n`,
          'usr/bin/apt-get': '',
        });
      }
      askApt(
        release,
        directory,
        'for each in /mnt/*; do APT_CONFIG=$each/environment apt-config dump > $each/dump 2> /dev/null || echo refused > $each/dump; done',
      );
      const seen = { refused: 0, understood: 0 };
      for (const [i, files] of CONFIGURATIONS.entries()) {
        const dump = readFileSync(join(directory, String(i), 'dump'), 'utf8');
        const theirs = dump.split('\n').filter((line) => /^test/i.test(line) && !line.endsWith(' "";'));
        const ours = await configured(join(directory, String(i)));
        if (dump === 'refused\n') assert.equal(ours, 'refused', JSON.stringify(files));
        else {
          // Names are the same in any case; apt keeps the case in which it has met each of their words first.
          const named = (line: string) => line.replace(/^\S+/, (name) => name.toLowerCase());
          const known = ours === 'refused' ? ours : ours.filter((line) => /^test/i.test(line)).map(named);
          assert.deepEqual([...known].sort(), theirs.map(named).sort(), JSON.stringify(files));
        }
        seen[dump === 'refused\n' ? 'refused' : 'understood'] += 1;
      }
      assert.ok(seen.refused > 20 && seen.understood > 40, JSON.stringify(seen));
    });

    test('reads the same sources', async () => {
      const root = join(place, `${release}-sources`);
      lay(root, SOURCES);
      const said = askApt(
        release,
        root,
        "apt-get indextargets --no-release-info -o Dir::Etc::sourcelist=/mnt/etc/apt/sources.list -o Dir::Etc::sourceparts=/mnt/etc/apt/sources.list.d --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(SOURCESENTRY)' 'Created-By: Packages'",
      );
      const theirs = said.split('\n').filter((line) => line !== '');
      const { sources } = await readFacts(hostOf(root), { sources: aptSources });
      const ours = sources
        .filter(({ enabled, types }) => enabled && types.includes('deb'))
        .flatMap(({ uris, suites, components, source, line }) =>
          uris.flatMap((uri) =>
            suites.flatMap((suite) =>
              // A flat archive has no components, and its field stays as it was asked for.
              (components.length > 0 ? components : ['$(COMPONENT)']).map(
                (component) => `${uri.replace(/\/?$/, '/')} ${suite} ${component} /mnt${source}:${line}`,
              ),
            ),
          ),
        );
      // In deb822 apt counts paragraphs; and it names each index of each architecture.
      const placed = (all: readonly string[]) =>
        all.map((each) => each.replace(/(\.sources):\d+$/, '$1')).sort();
      assert.deepEqual(placed(ours), placed([...new Set(theirs)]));
    });

    test('would install the same security updates, and knows the same candidates', async () => {
      const root = join(place, `${release}-updates`);
      lay(root, UPDATES);
      mkdirSync(join(root, LISTS, 'partial'), { recursive: true });
      cpSync(root, `${root}-of-apt`, { recursive: true });
      const options =
        '-o APT::Architecture=amd64 -o Dir::Etc::sourcelist=/mnt/etc/apt/sources.list -o Dir::Etc::sourceparts=/mnt/none -o Dir::State=/mnt/var/lib/apt -o Dir::State::status=/mnt/var/lib/dpkg/status -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=';
      const said = askApt(release, `${root}-of-apt`, `apt-get -s --ignore-hold ${options} dist-upgrade`);
      const theirs = [...said.matchAll(/^Inst (\S+) \[(\S+)\] \((\S+)/gm)].map(([, ...words]) =>
        words.join(' '),
      );
      const { pending } = await readFacts(hostOf(root), { pending: securityUpdates });
      const ours =
        pending?.updates.map(({ name, installed, offered }) => `${name} ${installed} ${offered}`) ?? [];
      assert.deepEqual(ours.toSorted(), theirs.sort());
      assert.ok(ours.length >= 5);

      const policy = parseAptPolicy(
        askApt(release, `${root}-of-apt`, `apt-cache ${options} policy a c e i j`),
      );
      assert.deepEqual(
        policy.map(({ name, version, isOffered }) => `${name} ${version} ${isOffered}`),
        ['a 1.0-1+deb12u1 true', 'c 3 false', 'e 9 false', 'i 5 true'],
      );
    });

    test('has the newest of the engine in its own lists where these can be read', async () => {
      const root = join(place, `${release}-engine`);
      lay(root, {
        ...UPDATES,
        'usr/bin/dockerd': '',
        'var/lib/dpkg/status': paragraphs(['docker.io 1.0-1'], true),
        [`${ARCHIVE}_main_binary-amd64_Packages`]: paragraphs(['docker.io 1.0-9', 'docker.io 1.0-10'], false),
      });
      const { known } = await readFacts(hostOf(root), { known: engineCandidates });
      assert.deepEqual(known.candidates, [{ name: 'docker.io', version: '1.0-10', isOffered: true }]);
      assert.deepEqual(known.unread, []);
    });
  });
}
