import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { bootSettings } from '../../../src/facts/boot-settings.ts';
import { confFiles } from '../../../src/facts/conf-files.ts';
import { parseSysctlConf } from '../../../src/formats/sysctl-conf.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';

/**
 * A number per interface that the kernel does not hand on from `default`, as it does in net.ipv4.conf to every
 * interface that was not written: systemd leaves out writes that would change nothing.
 */
const SETTING = 'dad_transmits';
const NAMES = ['all', 'default', 'lo', 'va', 'vb'];
const key = fc.constantFrom('*', 'v*', 'v?', '[a-d]*', 'lo', 'va', 'all', 'default');
const line = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(key, fc.integer({ min: 2, max: 4 }))
      .map(([name, value]) => `net.ipv6.conf.${name}.${SETTING} = ${value}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('lo', 'va', 'vb').map((name) => `-net.ipv6.conf.${name}.${SETTING}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('# nothing', '', `-net/ipv6/conf/vb/${SETTING} = 5`) },
);
const files = fc.array(fc.array(line, { maxLength: 4 }), { minLength: 1, maxLength: 3 });

/** The values after a reader ran on these files, in a network namespace of its own. */
function valuesAfter(reader: string, paths: readonly string[]): readonly string[] {
  const script = `ip link add va type veth peer name vb && ${reader} ${paths.join(' ')} >/dev/null; cd /proc/sys/net/ipv6/conf && cat ${NAMES.map((name) => `${name}/${SETTING}`).join(' ')}`;
  const { stdout, stderr, error } = spawnSync('/usr/bin/unshare', ['-n', 'sh', '-c', script], {
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  const values = stdout.trim().split('\n');
  assert.equal(values.length, NAMES.length, stderr);
  return values;
}

for (const [reader, command] of [
  ['systemd-sysctl', '/lib/systemd/systemd-sysctl'],
  ['procps', '/usr/sbin/sysctl -q -p'],
] as const) {
  test(`the deciding line is the one whose value ${reader} leaves`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'holdfast-sysctl-'));
    try {
      fc.assert(
        fc.property(files, (texts) => {
          const paths = texts.map((_, i) => join(directory, `${i}.conf`));
          texts.forEach((lines, i) => {
            writeFileSync(paths[i] ?? '', `${lines.join('\n')}\n`);
          });
          const decide = bootSettings({
            reader,
            files: texts.map((lines, i) => ({
              path: `/${i}`,
              assignments: parseSysctlConf(`${lines.join('\n')}\n`),
            })),
            sysctlConf: null,
            ufw: null,
          });
          const values = valuesAfter(command, paths);
          NAMES.forEach((name, i) => {
            const by = decide(`net/ipv6/conf/${name}/${SETTING}`);
            if (by !== null) assert.equal(values[i], by.value, `${name} ${JSON.stringify(texts)}`);
            else assert(Number(values[i]) < 2, `${name} ${JSON.stringify(texts)}`);
          });
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
}

test('files are found in the order in which systemd finds them', async () => {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-sysctl-'));
  const written = [
    'etc/sysctl.d/50-b.conf',
    'usr/lib/sysctl.d/50-b.conf',
    'usr/lib/sysctl.d/99-z.conf',
    'run/sysctl.d/10-a.conf',
    'usr/local/lib/sysctl.d/60-c.conf',
    'usr/lib/sysctl.d/60-c.conf',
    'etc/sysctl.d/.x.conf',
    'etc/sysctl.d/a.conf~',
    'etc/sysctl.d/Z.conf',
    'usr/lib/sysctl.d/70-off.conf',
  ];
  try {
    for (const path of written) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), `# ${path}\n`);
    }
    symlinkSync('/dev/null', join(root, 'etc/sysctl.d/70-off.conf'));
    const { stdout } = spawnSync(
      '/usr/bin/systemd-analyze',
      [`--root=${root}`, '--no-pager', 'cat-config', 'sysctl.d'],
      { encoding: 'utf8' },
    );
    const theirs = [...stdout.matchAll(/^# (\/.*\.conf)$/gm)].map((match) => match[1]?.replace(root, ''));
    const entries = Object.fromEntries(written.map((path) => [`/${path}`, 'x']));
    const host = createMemoryHost({
      entries: { ...entries, '/etc/sysctl.d/70-off.conf': { link: '/dev/null' } },
    });
    const ours = await confFiles(
      host,
      ['/etc/sysctl.d', '/run/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d'],
      '.conf',
    );
    assert.deepEqual(ours, theirs);
  } finally {
    rmSync(root, { recursive: true });
  }
});
