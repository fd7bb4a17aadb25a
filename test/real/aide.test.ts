import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { aide } from '../../src/facts/aide.ts';
import { aideSelects } from '../../src/formats/aide-selects.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { readFacts } from '../cases/read-facts.ts';

/** Whatever the two could see differently: order, depth, types, patterns, variables, conditions, includes. */
const FILES = {
  'aide.conf': [
    'database_in=file:/nowhere/aide.db',
    'Full = p+i+sha256',
    '@@define ETC etc',
    '/@@{ETC} Full',
    '!/etc/docker/certs\\.d$ d',
    '!/etc/docker/.*\\.key f,l',
    '=/opt Full',
    '=/srv/ Full',
    '/usr/bin/(docker|runc)$ f Full',
    '/usr/lib/[a-s]+/x?y{2}\\x20z 0 Full',
    '!/var/lib/docker$ d',
    '/var Full',
    '/cls/[[:lower:]]+[^[:digit:]x]$ Full',
    String.raw`/esc/q\\.x Full`,
    String.raw`/esc/t\ u[\ v]w$ f Full`,
    String.raw`/esc/\\\\b$ Full`,
    String.raw`@@define DOT y\\.z`,
    '/dot/@@{DOT} Full',
    '@@if not defined NONE',
    '@@ifndef ETC',
    '/if1 Full',
    '@@else',
    '/if2 Full',
    '@@endif',
    '@@endif',
    '@@if exists /nowhere',
    '/if3 Full',
    '@@endif',
    '@@include DIRECTORY/conf.d ^[a-z0-9_]+$ /pre',
  ],
  'conf.d/10_a': ['/ten f Full'],
  'conf.d/20_b': ['!/ten/x', '@@define LATE /x'],
  'conf.d/30.c': ['/thirty Full'],
};
const PATHS = [
  ...['/cls/abc', '/cls/ab1', '/cls/abx', '/esc/q.x', '/esc/qax', '/esc/t uvw', '/esc/t u w', '/esc/tuvw'],
  ...['/dot/y.z', '/dot/yaz', String.raw`/esc/\b`],
  ...['/etc', '/etc/passwd', '/etc/docker', '/etc/docker/certs.d', '/etc/docker/certs.d/a/ca.crt'],
  ...[
    '/etc/docker/certs.d/a/x.key',
    '/etc/docker/a.keys',
    '/etcetera',
    '/opt',
    '/opt/x',
    '/optx',
    '/srv/x',
    '/srv/x/y',
  ],
  ...[
    '/usr/bin/docker',
    '/usr/bin/dockerd',
    '/usr/bin/runc',
    '/usr/lib/docker/xyy z',
    '/usr/lib/docker/yy z',
    '/usr/lib/t/yy z',
  ],
  ...[
    '/var/lib/docker',
    '/var/lib/dockerx',
    '/if1',
    '/if2',
    '/if3',
    '/pre/ten',
    '/pre/ten/x',
    '/pre/ten/y',
    '/ten',
    '/pre/thirty',
  ],
];

test('what AIDE watches is what it says itself', async () => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-aide-'));
  try {
    mkdirSync(join(place, 'conf.d'));
    const texts = Object.entries(FILES).map(
      ([name, lines]) => [name, `${lines.join('\n')}\n`.replace('DIRECTORY', place)] as const,
    );
    for (const [name, text] of texts) writeFileSync(join(place, name), text);
    const entries = Object.fromEntries(
      texts.map(([name, text]) => [name === 'aide.conf' ? '/etc/aide.conf' : `${place}/${name}`, text]),
    );
    const host = createMemoryHost({
      entries: { '/usr/bin/aide': '', ...entries },
      live: { 'kernel-setting': { 'kernel/hostname': 'web1' } },
    });
    const { found } = await readFacts(host, { found: aide });
    const differing: string[] = [];
    for (const path of PATHS) {
      for (const type of ['f', 'd', 'l']) {
        // What is below a directory that is taken out AIDE does not come to; asked for a path alone it does not look.
        const ask = (each: string, kind: string) =>
          spawnSync(
            '/usr/bin/aide',
            [`--config=${join(place, 'aide.conf')}`, `--path-check=${kind}:${each}`],
            {
              encoding: 'utf8',
            },
          );
        const above = path
          .split('/')
          .slice(1, -1)
          .map((_, i, names) => `/${names.slice(0, i + 1).join('/')}`);
        const isLeftOut = above.some((each) => ask(each, 'd').stdout.includes('negative rule'));
        const theirs = !isLeftOut && ask(path, type).status === 0;
        const ours = aideSelects(found?.rules ?? [], path, type).selected;
        if (ours !== theirs) differing.push(`${type}:${path} ours ${ours}, theirs ${theirs}`);
      }
    }
    assert.deepEqual(differing, []);
  } finally {
    rmSync(place, { recursive: true });
  }
});
