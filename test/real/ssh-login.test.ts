import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareManifests } from './lab/compare-manifests.ts';
import type { Release } from './lab/debian-root.ts';
import type { Candidate } from './lab/guard-inside.ts';
import { guardedHost } from './lab/guarded-host.ts';
import { showDifferences } from './lab/show-differences.ts';

/**
 * The ways in: ci has a key, op a password; root's key only tells people to come as somebody else, as on cloud images,
 * and counter's opens nothing but a command.
 */
const ACCOUNTS = `
  useradd --create-home --shell /bin/bash ci
  useradd --create-home --shell /bin/bash op
  useradd --create-home --shell /usr/sbin/nologin counter
  echo op:only-for-the-lab | chpasswd
  authorize() {
    ssh-keygen -q -t "$2" -N '' -C "$1" -f /root/key
    install -d -m 700 -o "$1" -g "$1" "$3/.ssh"
    { printf '%s' "$4"; cat /root/key.pub; } > "$3/.ssh/authorized_keys"
    chown "$1:$1" "$3/.ssh/authorized_keys"
    rm /root/key /root/key.pub
  }
  authorize ci ecdsa /home/ci 'from="127.0.0.0/8,10.203.0.0/24" '
  authorize root ed25519 /root 'no-pty,command="echo \\"Log in as ci.\\"; sleep 1; exit 142" '
  authorize counter ed25519 /home/counter ''
`;
/** Only root is left, and its key opens a shell. */
const ONLY_ROOT = `
  passwd --quiet --lock op
  rm /home/ci/.ssh/authorized_keys
  sed -i 's/^no-pty,.* ssh-ed25519/ssh-ed25519/' /root/.ssh/authorized_keys
`;
const DROP_IN = '/etc/ssh/sshd_config.d/00-test.conf';
const configured = (text: string): Candidate => ({ [DROP_IN]: text });
const PAM = 'auth required pam_permit.so\naccount required pam_permit.so\n';

const GOOD: Readonly<Record<string, Candidate>> = {
  nothing: configured('# nothing\n'),
  'keys only': configured('PasswordAuthentication no\nKbdInteractiveAuthentication no\n'),
  'passwords only': configured('PubkeyAuthentication no\n'),
  'who has a password': configured('AllowUsers op\n'),
  'from here': configured('AllowUsers *@127.0.0.0/8\n'),
  'from a network or this machine': configured('DenyUsers *@!10.0.0.0/8,!127.0.0.0/8,!::1,*\n'),
  'another port on another address': configured('Port 2222\nListenAddress 10.1.2.3\n'),
  'PAM without sessions of its own': { '/etc/pam.d/sshd': `${PAM}session required pam_permit.so\n` },
  'a file that was never there': { '/etc/ssh/sshd_config.d/none.conf': null },
};
/** And what the refusal must name. */
const BAD: Readonly<Record<string, readonly [Candidate, RegExp]>> = {
  'AllowUsers nobody': [
    configured('# x\nAllowUsers nobody\n'),
    /not listed in AllowUsers \(\S+00-test\.conf:2\)/,
  ],
  'DenyUsers all': [configured('DenyUsers *\n'), /listed in DenyUsers \(\S+:1\)/],
  'AllowGroups of an empty group': [configured('AllowGroups games\n'), /AllowGroups \(\S+:1\)/],
  'from elsewhere': [configured('AllowUsers *@10.0.0.0/8\n'), /not listed in AllowUsers/],
  'from a network, and not from this machine': [
    configured('# x\nDenyUsers *@!10.0.0.0/8,*\n'),
    /listed in DenyUsers \(\S+00-test\.conf:2\)/,
  ],
  'a block for all that denies': [
    configured('DenyUsers eve\nMatch all\nDenyUsers *@!10.0.0.0/8,*\n'),
    /listed in DenyUsers/,
  ],
  'no way to authenticate': [
    configured('PasswordAuthentication no\nPubkeyAuthentication no\n'),
    /Permission denied.*\(\S+:1\)/,
  ],
  'a method that nobody has': [configured('AuthenticationMethods hostbased\n'), /AuthenticationMethods/],
  'one factor more': [configured('AuthenticationMethods publickey,password\n'), /Permission denied.*:1\)/],
  'keys elsewhere': [
    configured('AuthorizedKeysFile /etc/ssh/none/%u\nPasswordAuthentication no\n'),
    /neither a key.*:1\)/,
  ],
  'Match all': [
    configured('Match all\n  PubkeyAuthentication no\n  PasswordAuthentication no\n'),
    /Permission denied.*:2\)/,
  ],
  'ForceCommand for all': [configured('ForceCommand /bin/false\n'), /ForceCommand.*:1\)/],
  'no common cipher': [configured('Ciphers aes128-cbc\n'), /no matching cipher.*|no matching.*:1\)/],
  'no such keyword': [configured('PermitRotLogin no\n'), /00-test\.conf.* line 1: Bad configuration option/],
  'PAM accounts': [
    { '/etc/pam.d/sshd': 'account required pam_deny.so\n' },
    /PAM account.*\/etc\/pam\.d\/sshd/,
  ],
  'PAM sessions': [{ '/etc/pam.d/sshd': `${PAM}session required pam_deny.so\n` }, /pam_open_session/],
  nologin: [{ '/etc/nologin': 'no\n', '/etc/ssh/sshd_config.d/none.conf': null }, /PAM account/],
  'no shells': [
    { '/etc/passwd': 'root:x:0:0::/root:/usr/sbin/nologin\nsshd:x:101:65534::/run/sshd:/usr/sbin/nologin\n' },
    /no such account/,
  ],
};

for (const release of ['bookworm', 'trixie'] as const satisfies readonly Release[]) {
  test(`${release}: whoever can log in by SSH still can, or the plan is refused; nothing of the trial is left`, async () => {
    await using host = await guardedHost({ release, about: '', on: 'container', prepare: ACCOUNTS });
    const { booted } = host;
    const shell = (script: string) => {
      const { status, stdout, stderr } = booted.run('/bin/sh', '-euc', script);
      assert.equal(status, 0, `${script}: ${stderr}`);
      return stdout;
    };
    const running = () =>
      shell(
        'ps -eo comm= | grep -e ssh -e sftp | sort; ss -tlnH | sort; ls /run; mount | grep holdfast || :',
      );
    const candidates = [...Object.values(GOOD), ...Object.values(BAD).map(([candidate]) => candidate)];
    const names = [...Object.keys(GOOD), ...Object.keys(BAD)];

    const [files, processes] = [await booted.look(), running()];
    const answers = host.ask(candidates);
    assert.equal(showDifferences(compareManifests(files, await booted.look())), '');
    assert.equal(running(), processes);
    for (const [i, name] of names.entries()) {
      const answer = answers[i] ?? [];
      const expected = BAD[name]?.[1];
      if (expected === undefined) assert.deepEqual(answer, [], name);
      else {
        const [refusal] = answer;
        assert.ok(refusal?.code === 'guard', `${name}: ${JSON.stringify(answer)}`);
        assert.match(refusal.args.why, expected, name);
        assert.match(refusal.args.object, /^user:(?:ci|op)$/, name);
      }
    }

    shell(ONLY_ROOT);
    const [noRoot, locked, fine] = host.ask([
      configured('PermitRootLogin no\n'),
      { '/etc/shadow': shell('sed "s/^root:[^:]*:\\(.*\\):[^:]*:$/root:*:\\1:1:/" /etc/shadow') },
      configured('PermitRootLogin prohibit-password\n'),
    ]);
    assert.match(JSON.stringify(noRoot), /user:root.*ROOT LOGIN REFUSED.*00-test\.conf:1/);
    assert.match(JSON.stringify(locked), /user:root.*PAM account configuration.*\/etc\/shadow/);
    assert.deepEqual(fine, []);

    // Where nobody can log in, nothing is lost; and where no sshd runs nobody is asked.
    shell('rm /root/.ssh/authorized_keys');
    assert.deepEqual(host.ask([configured('DenyUsers *\n')]), [[]]);
  });
}
