import type { SshConnection } from '../model/observation.ts';
import type { Path } from '../model/path.ts';
import { shellWord } from './shell-word.ts';
import type { SshKeyKind } from './ssh-key-kind.ts';

/** Stands in a file for what is made in the rehearsal: a public key, the hash of a password. */
export const MADE = '@MADE@';

/** What the user shows, and files with {@link MADE} in them that are to be in the place of the host's own. */
export interface SshWay {
  /** A key of this kind, else a password. */
  readonly key: SshKeyKind | null;
  readonly files: readonly { readonly path: Path; readonly text: string }[];
}

const PASSWORD = 'rehearsed';

/**
 * A script for HostReader.rehearse: starts a second sshd on the configuration as it will be and logs in to it. Its last
 * line is ssh's exit status, those before are what sshd said.
 *
 * The session is sshd's own SFTP server with nothing to do: it is entered as any other is, with PAM, the user's groups
 * and home, and no program, shell or start-up file of the user's is run. What a session writes down of itself is
 * scratch (lastlog, wtmp, faillock); systemd and the message of the day are out of sight, or logind (which pam_systemd
 * looks for in /run/systemd/seats) would start the user's units, and the other run its scripts.
 */
export function sshLoginScript(user: string, { from, to, port }: SshConnection, way: SshWay): string {
  const make =
    way.key === null
      ? `made=$(perl -e 'print crypt($ARGV[0], q($6$holdfast$))' ${PASSWORD})
printf '#!/bin/sh\\necho ${PASSWORD}\\n' > "$place/ask"
chmod 700 "$place/ask"
export SSH_ASKPASS="$place/ask" SSH_ASKPASS_REQUIRE=force`
      : `ssh-keygen -q -t ${way.key} -N '' -C '' -f "$place/key"
made=$(cat "$place/key.pub")`;
  const lay = way.files.map(
    ({ path, text }) => `printf %s ${shellWord(text)} | sed "s|${MADE}|$made|" > "$place/laid"
cover "$place/laid" ${shellWord(path)}`,
  );
  const shown =
    way.key === null
      ? '-o PubkeyAuthentication=no -o PreferredAuthentications=keyboard-interactive,password -o NumberOfPasswordPrompts=1'
      : '-i "$place/key" -o IdentitiesOnly=yes -o BatchMode=yes -o PreferredAuthentications=publickey';
  return `
for scratch in /var/log /var/lib/lastlog /run/faillock; do
  [ ! -d "$scratch" ] || over "$scratch"
done
# pam_faillock makes its directory when it first counts.
[ -d /run/faillock ] || [ ! -d /etc/security ] || echo "dir = $place/faillock" >> /etc/security/faillock.conf
rm -rf /etc/update-motd.d
[ ! -d /run/systemd ] || mount -n -t tmpfs -o mode=0755 holdfast /run/systemd
${bringUp(from)}${bringUp(to)}ip link set lo up
cover() {
  covers=$((\${covers:-0} + 1))
  mv "$1" "$place/cover$covers"
  chown --reference="$2" "$place/cover$covers"
  chmod --reference="$2" "$place/cover$covers"
  mount -n --bind "$place/cover$covers" "$2"
}
: > "$place/said"
${make}
${lay.join('\n')}
"$(command -v sshd)" -D -e -p ${port} -o ${shellWord(`ListenAddress=${withPort(to, port)}`)} -o PidFile=none \\
  -o LogLevel=VERBOSE -o 'Subsystem=holdfast internal-sftp' >> "$place/said" 2>&1 &
sshd=$!
until grep -q '^Server listening on' "$place/said" || ! kill -0 "$sshd" 2> /dev/null; do sleep 0.02; done
status=0
ssh -F none -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -o LogLevel=ERROR \\
  -o ConnectTimeout=20 ${shown} -b ${from} -p ${port} -l ${shellWord(user)} -T -s ${to} holdfast >> "$place/said" 2>&1 || status=$?
kill "$sshd" 2> /dev/null || :
# Whoever is still ending its session does so in its own time.
for _ in $(seq 100); do
  set -- /proc/[0-9]*
  [ $# -gt 1 ] || break
  sleep 0.02
done
cat "$place/said"
echo "$status"
`;
}

function bringUp(address: string): string {
  return `ip address replace ${address} dev lo${address.includes(':') ? ' nodad' : ''}\n`;
}

function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
