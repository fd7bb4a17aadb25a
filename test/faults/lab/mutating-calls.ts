/**
 * Every system call by which a program can change something that outlives it: files and their metadata, mounts,
 * kernel settings, audit rules and interfaces (netlink), other processes. kill-at.c is compiled from this list.
 *
 * Not seen: stores into a shared mapping of a file (no call to count), and orders sent to a daemon over D-Bus.
 */
export interface MutatingCall {
  readonly name: string;
  /** How the tracer tells what the call acts on, and with it whether this very call changes anything. */
  readonly subject: 'open' | 'path' | 'fd' | 'ioctl' | 'socket-path' | 'netlink' | 'signal' | 'system';
  /** Which argument (0 to 5) names the subject: a path, a descriptor, or a signal's number. */
  readonly at: number;
  /** Which argument is the directory descriptor that a relative path starts from; -1: the working directory. */
  readonly directory: number;
  /** Which argument holds the flags of an `open`; -1: cannot be seen in an argument. */
  readonly flags: number;
  /** May need blocks, so a full disk can refuse it. */
  readonly allocates: boolean;
  /** Which argument is the length of data, which the kernel may shorten; -1: no data. */
  readonly length: number;
}

interface More {
  readonly allocates?: boolean;
  readonly flags?: number;
  readonly length?: number;
}

function call(
  name: string,
  subject: MutatingCall['subject'],
  at: number,
  directory: number,
  more: More,
): MutatingCall {
  return { name, subject, at, directory, flags: -1, allocates: false, length: -1, ...more };
}

const open = (name: string, at: number, directory: number, flags: number) =>
  call(name, 'open', at, directory, { flags, allocates: true });
const path = (name: string, at: number, directory = -1, more: More = {}) =>
  call(name, 'path', at, directory, more);
const fd = (name: string, more: More = {}, at = 0) => call(name, 'fd', at, -1, more);
const system = (name: string) => call(name, 'system', 0, -1, {});

const NEW = { allocates: true };

export const MUTATING_CALLS: readonly MutatingCall[] = [
  open('open', 0, -1, 1),
  open('openat', 1, 0, 2),
  open('openat2', 1, 0, -1),
  open('creat', 0, -1, -1),
  call('open_by_handle_at', 'system', 0, -1, {}),

  fd('write', { allocates: true, length: 2 }),
  fd('pwrite64', { allocates: true, length: 2 }),
  fd('writev', { allocates: true, length: 2 }),
  fd('pwritev', { allocates: true, length: 2 }),
  fd('pwritev2', { allocates: true, length: 2 }),
  fd('sendfile', { allocates: true, length: 3 }),
  fd('copy_file_range', { allocates: true, length: 4 }, 2),
  fd('splice', { allocates: true, length: 4 }, 2),
  path('truncate', 0, -1, NEW),
  fd('ftruncate', NEW),
  fd('fallocate', NEW),

  // A rename within a directory needs no block, and a full disk is no reason for it to fail.
  path('rename', 1),
  path('renameat', 3, 2),
  path('renameat2', 3, 2),
  path('link', 1, -1, NEW),
  path('linkat', 3, 2, NEW),
  path('symlink', 1, -1, NEW),
  path('symlinkat', 2, 1, NEW),
  path('mkdir', 0, -1, NEW),
  path('mkdirat', 1, 0, NEW),
  path('mknod', 0, -1, NEW),
  path('mknodat', 1, 0, NEW),
  path('unlink', 0),
  path('unlinkat', 1, 0),
  path('rmdir', 0),

  path('chmod', 0),
  path('fchmodat', 1, 0),
  path('fchmodat2', 1, 0),
  fd('fchmod'),
  path('chown', 0),
  path('lchown', 0),
  path('fchownat', 1, 0),
  fd('fchown'),
  path('utime', 0),
  path('utimes', 0),
  path('futimesat', 1, 0),
  path('utimensat', 1, 0),
  path('setxattr', 0, -1, NEW),
  path('lsetxattr', 0, -1, NEW),
  path('setxattrat', 1, 0, NEW),
  fd('fsetxattr', NEW),
  path('removexattr', 0),
  path('lremovexattr', 0),
  path('removexattrat', 1, 0),
  fd('fremovexattr'),
  path('file_setattr', 1, 0),
  call('ioctl', 'ioctl', 0, -1, {}),

  // They change nothing by themselves, and everything when they fail or the power goes.
  fd('fsync', NEW),
  fd('fdatasync', NEW),
  fd('syncfs', NEW),
  fd('sync_file_range', NEW),
  system('sync'),

  path('mount', 1),
  path('umount2', 0),
  path('move_mount', 3, 2),
  path('mount_setattr', 1, 0),
  system('pivot_root'),
  system('swapon'),
  system('swapoff'),
  system('quotactl'),
  system('acct'),

  call('bind', 'socket-path', 1, -1, {}),
  call('sendto', 'netlink', 0, -1, {}),
  call('sendmsg', 'netlink', 0, -1, {}),
  call('sendmmsg', 'netlink', 0, -1, {}),

  call('kill', 'signal', 1, -1, {}),
  call('tkill', 'signal', 1, -1, {}),
  call('tgkill', 'signal', 2, -1, {}),
  call('rt_sigqueueinfo', 'signal', 1, -1, {}),
  call('pidfd_send_signal', 'signal', 1, -1, {}),

  system('sethostname'),
  system('setdomainname'),
  system('settimeofday'),
  system('clock_settime'),
  system('init_module'),
  system('finit_module'),
  system('delete_module'),
  system('kexec_load'),
  system('kexec_file_load'),
  system('reboot'),
];
