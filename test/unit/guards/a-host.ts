/** Whom an account file speaks of, by their shadow lines: `root *`, `alice $y$hash 1` (the day on which it expires). */
export function aHost(...accounts: readonly string[]) {
  const all = accounts.map((account) => account.split(' '));
  const uid = (name: string | undefined, i: number) => (name === 'root' ? 0 : 1000 + i);
  const passwd = all.map(([name, , , shell = '/bin/sh'], i) => {
    const home = name === 'root' ? '/root' : `/home/${name}`;
    return `${name}:x:${uid(name, i)}:${uid(name, i)}::${home}:${shell}\n`;
  });
  const shadow = all.map(([name, hash, expire = '']) => `${name}:${hash}:19000:0:99999:7::${expire}:\n`);
  return {
    '/usr/bin/sudo': '',
    '/etc/sudoers': 'root ALL=(ALL) ALL\n%sudo ALL=(ALL) ALL\n@includedir /etc/sudoers.d\n',
    '/etc/sudoers.d/README': '',
    '/etc/group': 'root:x:0:\nsudo:x:27:alice\n',
    '/etc/passwd': passwd.join(''),
    '/etc/shadow': shadow.join(''),
  } as const;
}
