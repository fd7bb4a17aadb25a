import type { Situation } from './situation.ts';

const SYSTEM = 'cases/files/system-file-permissions/verdicts.test.ts';
const DOCKER = 'cases/files/docker-file-permissions/verdicts.test.ts';
const PERMISSIONS = 'src/kit/file-permissions.ts';

/** Whose a file is, who may do what with it, and who changes that again. */
export const modes: readonly Situation[] = [
  {
    host: '/etc/shadow has mode 0606, a smaller number than 0640',
    right: '`unmet`, and becomes 0600: nothing is added',
    rule: 'a mode is a set of bits, not a number',
    test: [SYSTEM, 'a mode is a set of bits: 0606 is less than 0640, and open to all'],
    without: {
      file: PERMISSIONS,
      find: '(mode & ~rest & ALL_BITS) === 0',
      replace: '(mode & ALL_BITS) <= rest',
    },
  },
  {
    host: 'a certificate is a link to a file in the home of a user',
    right: '`manual`: nothing is changed through the link; where it leads is judged',
    rule: "a link in the place of a file is a person's",
    test: [DOCKER, 'nothing is changed through a link: where it leads is judged, and put right by a person'],
    without: {
      file: PERMISSIONS,
      find: "if (file.type === 'link') return ofLink(file, rule, given, about);",
      replace: "if (file.type === 'fifo') return ofLink(file, rule, given, about);",
    },
  },
  {
    host: '/etc/shadow has mode 0640, and an access control list that names a user',
    right: '`manual` with setfacl for each name',
    rule: 'the mode does not tell who is in the list',
    test: [SYSTEM, 'an access control list opens hashes that a mode of 0640 seems to close'],
    without: {
      file: 'src/kit/password-acls.ts',
      find: 'id !== 0 && permissions !== 0',
      replace: 'id !== 0 && permissions > 7',
    },
  },
  {
    host: 'the list of the Docker socket lets somebody write, and its mask leaves them reading',
    right: '`met`: who cannot write to the socket cannot reach dockerd',
    rule: 'the mask of a list is the most that it gives',
    test: [
      'cases/files/docker-socket-permissions/verdicts.test.ts',
      'whom the list lets in and its mask keeps from writing cannot reach dockerd',
    ],
    without: {
      file: 'src/formats/posix-acl.ts',
      find: 'permissions: permissions & mask,',
      replace: 'permissions,',
    },
  },
  {
    host: 'a mode is right now, and dpkg-statoverride gives it another at the next upgrade',
    right: '`unmet`: the line of the override is corrected',
    rule: 'what dpkg is told counts for later',
    test: [SYSTEM, 'right now and wrong after an upgrade: what dpkg is told to give it counts'],
    without: {
      file: PERMISSIONS,
      find: '    ...(overriding === null ? [] : [overriding]),\n',
      replace: '',
    },
  },
  {
    host: 'a mode is right now, and tmpfiles.d gives it another at each boot',
    right: '`manual`: a corrected copy in /etc',
    rule: 'what systemd-tmpfiles does at boot counts',
    test: [SYSTEM, 'right now and wrong after a reboot: what systemd gives it at boot counts'],
    without: {
      file: PERMISSIONS,
      find: 'if (resetting.length > 0) {',
      replace: 'if (resetting.length < 0) {',
    },
  },
  {
    host: 'a line of tmpfiles.d with `:0644` or `~0644`',
    right: '`met`: it is for what is new, or takes no more than is there',
    rule: 'modes with a prefix do not touch what is right',
    test: [SYSTEM, 'right now and wrong after a reboot: what systemd gives it at boot counts'],
    without: {
      file: 'src/formats/tmpfiles.ts',
      find: '/^[0-7]{1,5}$/.test(mode) ? Number.parseInt(mode, 8) : null',
      replace: "/[0-7]$/.test(mode) ? Number.parseInt(mode.replace(/^[:~]/, ''), 8) : null",
    },
  },
  {
    host: '/boot is vfat, and grub.cfg is open to all there',
    right: '`manual`: umask in /etc/fstab; chmod would do nothing',
    rule: 'file systems without modes have that of the mount',
    test: [SYSTEM, 'a file system without modes: the mount decides, so chmod is of no use'],
    without: {
      file: PERMISSIONS,
      find: 'if (mount !== null && WITHOUT_MODES.includes(mount.type))',
      replace: 'if (mount === undefined)',
    },
  },
  {
    host: 'a drop-in below /run is open to all',
    right: '`manual`: whatever makes it at each boot is to be corrected',
    rule: 'what is made anew at each boot is not changed',
    test: [DOCKER, 'every drop-in counts, not the unit file alone, and so do the directories of drop-ins'],
    without: {
      file: PERMISSIONS,
      find: "if (isBelow(path, '/run'))",
      replace: "if (isBelow(path, '/nowhere'))",
    },
  },
  {
    host: 'a file is closed, and everybody may write to the directory above it',
    right: '`unmet`: who may write there may put in another file',
    rule: 'the directories above are part of it',
    test: [DOCKER, 'who may write to a directory above may put in another file'],
    without: {
      file: PERMISSIONS,
      find: '(mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0',
      replace: '(mode & OTHERS_WRITE) !== 0 && (mode & STICKY) !== 0',
    },
  },
  {
    host: "a user's Docker credentials are open to others",
    right: '`manual`, with a command that runs as that user',
    rule: "root changes nothing in users' homes",
    test: [DOCKER, "a user's credentials are the user's own: told, with a command that is run as them"],
    without: {
      file: PERMISSIONS,
      find: 'return rule.isUsers === true ? commands(file, wanted, given) : null;',
      replace: 'return null;',
    },
  },
  {
    host: 'Red Hat has no group shadow, and /etc/shadow belongs to gid 42',
    right: '`unmet`: the group becomes that of root, not a number that nobody has',
    rule: 'a group counts only where it exists',
    test: [SYSTEM, 'hashes belong to the group that unix_chkpwd runs with, where there is one'],
    without: {
      file: PERMISSIONS,
      find: "?? (name === 'root' ? 0 : undefined)",
      replace: "?? (name === 'root' ? 0 : 42)",
    },
  },
];
