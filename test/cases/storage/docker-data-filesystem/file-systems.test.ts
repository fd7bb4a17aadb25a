import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/storage/docker-data-filesystem.ts';
import { createMemoryHost, type WrittenEntry, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';

const ROOT = '1 0 8:1 / / rw - ext4 /dev/sda1 rw';
const FSTAB = 'UUID=1 / ext4 defaults 0 1\n';
const LINE = 'UUID=2 /var/lib/docker ext4 defaults 0 2\n';
const directory: WrittenEntry = { directory: true };

interface Case {
  readonly mounts?: readonly string[];
  readonly fstab?: string;
  readonly entries?: NonNullable<WrittenHost['entries']>;
  readonly argv?: readonly string[];
}

async function assess({ mounts, fstab = FSTAB, entries = {}, argv }: Case) {
  const running = argv === undefined ? [] : [{ pid: 9, uid: 0, gids: [0], argv }];
  const written: WrittenHost = {
    type: mounts === undefined ? 'image' : 'live',
    entries: {
      '/var/lib/docker': directory,
      '/etc/fstab': fstab,
      '/var/lib/dpkg/status': '',
      '/var/log/syslog': '',
      ...entries,
    },
    observations: [
      [{ type: 'proc', path: 'self/mountinfo' }, (mounts ?? []).map((line) => `${line}\n`).join('')],
      [{ type: 'processes' }, JSON.stringify(running)],
    ],
  };
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  const given = { facts, params: {} };
  const applies = playbook.applies?.(given);
  return applies === true ? playbook.assess(given) : applies;
}

async function verdict(given: Case): Promise<string> {
  const found = await assess(given);
  if (!Array.isArray(found)) return String(found);
  return found.map(({ object, verdict }) => `${object} ${verdict}`).join(', ');
}

async function one(given: Case) {
  const found = await assess(given);
  assert.ok(Array.isArray(found));
  assert.equal(found.length, 1);
  return found[0];
}

const says = async (given: Case) =>
  (await one(given))?.evidence.map((each: { says: string }) => each.says).join('\n');
const steps = async (given: Case) => (await one(given))?.steps ?? [];

const OWN = '30 1 8:17 / /var/lib/docker rw - ext4 /dev/sdb1 rw';
const MET = 'path:/var/lib/docker met';
const MANUAL = 'path:/var/lib/docker manual';

test('a directory on the root file system is not its own, and the steps are those of this host', async () => {
  const given = { mounts: [ROOT] };
  assert.equal(await verdict(given), MANUAL);
  const commands = (await steps(given)).join('\n');
  assert.match(commands, /du -xsh \/var\/lib\/docker /);
  assert.match(
    commands,
    /echo "UUID=\$\(blkid -s UUID -o value DEVICE\)" \/var\/lib\/docker ext4 defaults 0 2 >> \/etc\/fstab/,
  );
  assert.doesNotMatch(commands, /\bumount \/var\/lib\/docker/);
});

test('a mount of its own with a line in fstab is met', async () => {
  assert.equal(await verdict({ mounts: [ROOT, OWN], fstab: FSTAB + LINE }), MET);
});

test('a self-bind mount is no partition', async () => {
  const bind = '30 1 8:1 /var/lib/docker /var/lib/docker rw - ext4 /dev/sda1 rw';
  const given = { mounts: [ROOT, bind], fstab: FSTAB + LINE.replace('defaults', 'bind') };
  assert.equal(await verdict(given), MANUAL);
  assert.match((await says(given)) ?? '', /bind mount of the root file system/);
  assert.ok((await steps(given)).includes('umount /var/lib/docker'));
});

test('mounted, but by no boot', async () => {
  const given = { mounts: [ROOT, OWN] };
  assert.equal(await verdict(given), MANUAL);
  assert.equal(
    (await steps(given))[0],
    'echo "UUID=$(findmnt -no UUID /var/lib/docker)" /var/lib/docker ext4 defaults 0 2 >> /etc/fstab',
  );
  const noauto = { mounts: [ROOT, OWN], fstab: FSTAB + LINE.replace('defaults', 'noauto') };
  assert.equal(await verdict(noauto), MANUAL);
  assert.deepEqual(await steps(noauto), ['take noauto out of line 2 of /etc/fstab']);
});

test('in fstab, but not mounted: what lies there would be hidden', async () => {
  const given = { mounts: [ROOT], fstab: FSTAB + LINE };
  assert.equal(await verdict(given), MANUAL);
  assert.match((await steps(given))[0] ?? '', /would be hidden/);
});

const UNIT = '[Mount]\nWhat=/dev/sdb1\nWhere=/var/lib/docker\nType=ext4\n';
const unitAt = '/etc/systemd/system/var-lib-docker.mount';

test('a mount unit counts where something wants it', async () => {
  const mounts = [ROOT, OWN];
  const wanted = { '/etc/systemd/system/local-fs.target.wants/var-lib-docker.mount': { link: unitAt } };
  const requires = '[Unit]\nRequiresMountsFor=/var/lib/docker\n[Service]\nExecStart=/usr/bin/dockerd\n';
  assert.equal(await verdict({ mounts, entries: { [unitAt]: UNIT, ...wanted } }), MET);
  assert.equal(
    await verdict({ mounts, entries: { [unitAt]: UNIT, '/etc/systemd/system/docker.service': requires } }),
    MET,
  );
  assert.equal(await verdict({ mounts, entries: { [unitAt]: UNIT } }), MANUAL);
  assert.match((await steps({ mounts, entries: { [unitAt]: UNIT } }))[0] ?? '', /^systemctl enable /);
  const elsewhere = UNIT.replace('/var/lib/docker', '/srv');
  assert.equal(await verdict({ mounts, entries: { [unitAt]: elsewhere, ...wanted } }), MANUAL);
  const generated = {
    '/run/systemd/generator/var-lib-docker.mount': UNIT,
    '/etc/systemd/system/docker.service': requires,
  };
  assert.equal(await verdict({ mounts, entries: generated }), MANUAL);
});

test("containerd's root counts: the usual one where it is there, or the one of its file", async () => {
  const mounts = [ROOT, OWN];
  const fstab = FSTAB + LINE;
  assert.equal(
    await verdict({ mounts, fstab, entries: { '/var/lib/containerd': directory } }),
    `${MET}, path:/var/lib/containerd manual`,
  );
  const config = 'version = 2\n#root = "/no"\nroot = "/var/lib/docker/c"\n[plugins]\nroot = "/other"\n';
  const inside = { '/etc/containerd/config.toml': config, '/var/lib/containerd': directory };
  assert.equal(await verdict({ mounts, fstab, entries: inside }), `${MET}, path:/var/lib/docker/c met`);
  const own = '31 1 8:33 / /var/lib/containerd rw - xfs /dev/sdc1 rw';
  const both = `${fstab}UUID=3 /var/lib/containerd xfs defaults 0 2\n`;
  assert.equal(
    await verdict({ mounts: [...mounts, own], fstab: both, entries: { '/var/lib/containerd': directory } }),
    `${MET}, path:/var/lib/containerd met`,
  );
});

test("one disk bound to both roots is Docker's own", async () => {
  const mounts = [
    ROOT,
    '30 1 8:17 / /srv/disk rw - ext4 /dev/sdb1 rw',
    '31 1 8:17 /docker /var/lib/docker rw - ext4 /dev/sdb1 rw',
    '32 1 8:17 /containerd /var/lib/containerd rw - ext4 /dev/sdb1 rw',
  ];
  const fstab = `${FSTAB}/srv/disk/docker /var/lib/docker none bind 0 0\n/srv/disk/containerd /var/lib/containerd none bind 0 0\n`;
  const entries = {
    '/var/lib/containerd': directory,
    '/srv/disk/docker': directory,
    '/srv/disk/containerd': directory,
    '/srv/disk/lost+found': directory,
  };
  assert.equal(await verdict({ mounts, fstab, entries }), `${MET}, path:/var/lib/containerd met`);
  const shared = { ...entries, '/srv/disk/backups': directory };
  assert.equal(
    await verdict({ mounts, fstab, entries: shared }),
    `${MANUAL}, path:/var/lib/containerd manual`,
  );
  const lone = [ROOT, '31 1 8:17 /docker /var/lib/docker rw - ext4 /dev/sdb1 rw'];
  assert.match((await says({ mounts: lone, fstab })) ?? '', /only the directory \/docker of \/dev\/sdb1/);
});

test('the data root of the flag, of the file, and behind a link', async () => {
  const mounts = [ROOT, '30 1 8:17 / /data rw - ext4 /dev/sdb1 rw'];
  const fstab = `${FSTAB}UUID=2 /data ext4 defaults 0 2\n`;
  const at = (path: string) => ({ [path]: directory });
  const json = { '/etc/docker/daemon.json': '{\n  "data-root": "/data/docker"\n}\n', ...at('/data/docker') };
  assert.equal(await verdict({ mounts, fstab, entries: json }), 'path:/data/docker met');
  assert.equal(
    await verdict({ mounts, fstab, entries: { ...json, ...at('/data/backups') } }),
    'path:/data/docker manual',
  );
  const argv = ['/usr/bin/dockerd', '--data-root=/data'];
  assert.equal(await verdict({ mounts, fstab, argv, entries: at('/data') }), 'path:/data met');
  const link = { '/var/lib/docker': { link: '/data/docker' }, ...at('/data/docker') };
  assert.equal(await verdict({ mounts, fstab, entries: link }), MET);
});

test('/var on its own is shared with the rest of /var', async () => {
  const mounts = [ROOT, '30 1 8:17 / /var rw - ext4 /dev/sdb1 rw'];
  const given = { mounts, fstab: `${FSTAB}UUID=2 /var ext4 defaults 0 2\n` };
  assert.equal(await verdict(given), MANUAL);
  assert.match((await says(given)) ?? '', /\/var also holds lib, log$/m);
});

test('a btrfs subvolume has no space of its own', async () => {
  const root = '1 0 0:30 /@ / rw - btrfs /dev/sda1 rw';
  const subvolume = '30 1 0:30 /@docker /var/lib/docker rw - btrfs /dev/sda1 rw';
  const fstab = `${FSTAB}UUID=1 /var/lib/docker btrfs subvol=@docker 0 0\n`;
  assert.equal(await verdict({ mounts: [root, subvolume], fstab }), MANUAL);
  assert.match(
    (await says({ mounts: [root, subvolume], fstab })) ?? '',
    /btrfs subvolume, which has no space of its own/,
  );
  const own = subvolume.replace('0:30', '0:40');
  assert.equal(await verdict({ mounts: [ROOT, own], fstab }), MET);
  const other = '31 1 0:40 /@home /home rw - btrfs /dev/sdb1 rw';
  assert.equal(await verdict({ mounts: [ROOT, own, other], fstab }), MANUAL);
});

test('the line that a forgotten mount needs is told for what is mounted', async () => {
  const subvolume = { mounts: [ROOT, '30 1 0:40 /@docker /var/lib/docker rw - btrfs /dev/sdb1 rw'] };
  assert.match((await steps(subvolume))[0] ?? '', /\)" \/var\/lib\/docker btrfs subvol=\/@docker 0 0 >> /);
  const bound = {
    mounts: [
      ROOT,
      '30 1 8:17 / /srv/disk rw - ext4 /dev/sdb1 rw',
      '31 1 8:17 /docker /var/lib/docker rw - ext4 /dev/sdb1 rw',
    ],
    entries: { '/srv/disk/docker': directory },
  };
  assert.equal((await steps(bound))[0], 'echo DIRECTORY /var/lib/docker none bind 0 0 >> /etc/fstab');
});

test('what the mount forbids, volumes inherit', async () => {
  const mounts = [ROOT, OWN.replace(' rw ', ' rw,nosuid,noexec ')];
  const fstab = FSTAB + LINE.replace('defaults', 'defaults,noexec');
  assert.deepEqual(await steps({ mounts, fstab }), [
    'mount -o remount,exec,suid /var/lib/docker',
    'take noexec out of /etc/fstab:2, then mount -o remount,exec /var/lib/docker',
  ]);
});

test('a file system that overlay2 cannot stand on, and a loop file', async () => {
  const vfat = { mounts: [ROOT, OWN.replace('ext4', 'vfat')], fstab: FSTAB + LINE.replace('ext4', 'auto') };
  assert.equal(await verdict(vfat), MANUAL);
  const loop = { mounts: [ROOT, OWN.replace('/dev/sdb1', '/dev/loop3')], fstab: FSTAB + LINE };
  assert.equal(await verdict(loop), MET);
  assert.match((await says(loop)) ?? '', /loop file: it limits size but shares the disk/);
});

test('a mount that another hides does not count; the last one on a point does', async () => {
  const hidden = [ROOT, OWN, '31 1 8:1 /else /var rw - ext4 /dev/sda1 rw'];
  assert.equal(await verdict({ mounts: hidden, fstab: FSTAB + LINE }), MANUAL);
  const above = [ROOT, '29 1 8:1 /x /var/lib/docker rw - ext4 /dev/sda1 rw', OWN.replace('30 1', '30 29')];
  assert.equal(await verdict({ mounts: above, fstab: FSTAB + LINE }), MET);
});

test('a path with a similar beginning is another path', async () => {
  const mounts = [ROOT, '30 1 8:17 / /var/lib/dock rw - ext4 /dev/sdb1 rw'];
  const given = { mounts, fstab: `${FSTAB}UUID=2 /var/lib/dock ext4 defaults 0 2\n` };
  assert.equal(await verdict(given), MANUAL);
  assert.match((await says(given)) ?? '', /it is on the root file system/);
});

test('an image is judged by what it will mount', async () => {
  assert.equal(await verdict({}), MANUAL);
  assert.equal(await verdict({ fstab: FSTAB + LINE }), MET);
  assert.equal(await verdict({ fstab: FSTAB + LINE.replace('defaults', 'noauto') }), MANUAL);
  assert.equal(await verdict({ fstab: FSTAB + LINE.replace('defaults', 'bind') }), MANUAL);
  assert.equal(await verdict({ fstab: FSTAB + LINE.replace('defaults', 'nosuid') }), MANUAL);
  assert.equal(await verdict({ fstab: `${FSTAB}UUID=2 /var ext4 defaults 0 2\n` }), MANUAL);
  const wanted = { '/etc/systemd/system/local-fs.target.requires/var-lib-docker.mount': { link: unitAt } };
  assert.equal(await verdict({ entries: { [unitAt]: UNIT, ...wanted } }), MET);
});

test('without Docker there is nothing to judge; with its program there is, before the first start', async () => {
  const facts = await readFacts(createMemoryHost({ type: 'image' }), playbook.facts);
  assert.match(String(playbook.applies?.({ facts, params: {} })), /not installed/);
  const host = createMemoryHost({ type: 'image', entries: { '/usr/bin/dockerd': '' } });
  const installed = await readFacts(host, playbook.facts);
  assert.deepEqual(
    playbook.assess({ facts: installed, params: {} }).map(({ object, verdict }) => [object, verdict]),
    [['path:/var/lib/docker', 'manual']],
  );
});

test('a broken fstab is a refusal with its line', async () => {
  await assert.rejects(assess({ mounts: [ROOT], fstab: `${FSTAB}nonsense\n` }), {
    refusal: { code: 'malformed', args: { path: '/etc/fstab', line: 2, why: 'has fewer than four fields' } },
  });
});
