import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files as in test/sudoers-decisions.ts; `sudo` asks PAM, which wants a shadow entry. */
const FILES: { readonly [name: string]: string } = {
  passwd: 'root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/:/bin/sh\n',
  group: 'root:x:0:\nops:x:50:alice\nalice:x:1000:\n',
  shadow: 'root:*:19000:0:99999:7:::\nalice:*:19000:0:99999:7:::\n',
  hosts: '127.0.0.1 localhost\n127.0.1.1 web1\n',
};

/** In mount and UTS namespaces of its own, without the system's log, so that nothing of this machine is touched. */
const SCRIPT = `
set -e
cd "$1"
hostname web1
for file in passwd group shadow hosts; do mount --bind "$file" "/etc/$file"; done
mount -t overlay overlay -o "lowerdir=$1/bin:/usr/bin" /usr/bin
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/lib/sudo
for sudoers in [0-9]*; do
  mount --bind "$sudoers" /etc/sudoers
  if sudo -l -U alice -u root /usr/bin/docker >/dev/null 2>&1; then
    if setpriv --reuid 1000 --regid 1000 --clear-groups sudo -n -u root /usr/bin/docker >/dev/null 2>&1
    then echo "$sudoers yes without password"; else echo "$sudoers yes"; fi
  else echo "$sudoers no"; fi
  umount /etc/sudoers
done
`;

/** What sudo itself says of each sudoers file: `no`, `yes` or `yes without password`. Needs root. */
export function askSudo(folder: string, texts: readonly string[]): readonly string[] {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'docker'), '#!/bin/sh\n', { mode: 0o755 });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  for (const [i, text] of texts.entries()) {
    const path = join(folder, String(i));
    writeFileSync(path, `${text}\n`);
    chmodSync(path, 0o440);
  }
  const { stdout, stderr, status } = spawnSync('unshare', ['-mu', 'sh', '-c', SCRIPT, 'sh', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const answers = new Map(
    stdout.split('\n').map((line) => [line.split(' ', 1)[0], line.replace(/^\d+ /, '')]),
  );
  return texts.map((_, i) => answers.get(String(i)) ?? 'nothing');
}
