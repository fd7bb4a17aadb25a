/** How every script in a run's folder begins: nothing of the caller's counts, and the journal is beside it. */
export const SHELL_HEAD = `set -u
umask 077
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
CDPATH=''
export PATH LC_ALL
folder=$(cd -- "$(dirname -- "$0")" && pwd) || exit 1
journal=$folder/journal.ndjson`;
