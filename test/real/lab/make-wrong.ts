import { runTool } from './run-tool.ts';

/**
 * Everything that the playbooks put right, with metadata that a careless writer loses (an ACL, attributes, a
 * flag, odd times), and neighbors with names and contents to stumble over. A root of a Debian with sudo and auditd.
 */
const WRONG = `
  root=$1
  umask 022
  cd "$root/etc"

  uid=6001
  for user in ci dev op; do
    echo "$user:x:$uid:$uid::/home/$user:/bin/sh" >> passwd
    echo "$user:x:$uid:" >> group
    echo "$user:!::" >> gshadow
    echo "$user:\\$y\\$j9T\\$salt\\$hash:19000:0:99999:7:::" >> shadow
    uid=$((uid + 1))
  done
  echo 'git:x:799:6001::/srv/git:/bin/sh' >> passwd
  echo 'git:!:19000::::::' >> shadow
  for file in group gshadow; do sed -i '/^docker:/d' $file; done
  echo 'docker:x:6100:ci,dev,op' >> group
  echo 'docker:!:dev:ci,dev,op' >> gshadow
  setfacl -m u:6002:r group
  setfattr -n user.note -v kept group
  chattr +A gshadow
  touch -d '2021-03-04 05:06:07.123456789' group
  touch -d '1969-12-31 23:59:58.000000001' gshadow

  echo 'ci ALL=(root) NOPASSWD: /usr/bin/docker ps' > sudoers.d/ci
  chmod 0440 sudoers.d/ci
  printf 'net.ipv4.conf.all.send_redirects = 1\\r\\n' > sysctl.d/20-crlf.conf
  printf 'net/ipv4/conf/default/accept_redirects=1\\n-net.ipv6.conf.all.accept_redirects = 1' > sysctl.d/10-no-newline.conf
  echo '-w /etc/docker -p r -k somebody' > audit/rules.d/10-somebody.rules

  echo 'net.ipv4.conf.all.secure_redirects = 1' > "$(printf 'sysctl.d/30-\\033[31m\\nx.conf')"
  echo '# nothing' > "$(printf 'audit/rules.d/-rf \\377.rules')"
  echo 'op ALL=(ALL) NOPASSWD: ALL' > sudoers.d/ignored.bak
  ln -s /does/not/exist "$(printf 'sysctl.d/99-zz-holdfast')"
  ln -sf loop sysctl.d/loop

  mkdir -p docker holdfast
  [ -e docker/daemon.json ] || echo '{}' > docker/daemon.json
  printf '%s\\n' '[accounts/docker-group-members]' 'allowed = dev' '[accounts/unneeded-accounts]' 'needed = dev, op' '[sudo/docker-command-rule]' 'operators = op' \\
    '[run]' 'confirm = probes' 'probe = /bin/true' > holdfast/policy.ini
  chmod 0600 holdfast/policy.ini
`;

/** Makes a root wrong; `enter` goes before the command. */
export function makeWrong(root: string, enter: readonly string[] = []): void {
  const [program = '', ...args] = [...enter, '/bin/sh', '-euc', WRONG, 'sh', root];
  runTool(program, args);
}
