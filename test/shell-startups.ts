/** /etc/profile in the ways of Debian 12, Debian 13 and Red Hat, as far as it matters to who reads what. */
export const PROFILE = `if [ "$(id -u)" -eq 0 ]; then
  PATH="/usr/sbin:/usr/bin"
else
  PATH="/usr/bin"
fi
export PATH
if [ "\${PS1-}" ]; then
  if [ "\${BASH-}" ] && [ "$BASH" != "/bin/sh" ]; then
    if [ -f /etc/bash.bashrc ]; then
      . /etc/bash.bashrc
    fi
  else
    PS1='$ '
  fi
fi
if [ -d /etc/profile.d ]; then
  for i in /etc/profile.d/*.sh; do
    if [ -r $i ]; then
      . $i
    fi
  done
  unset i
fi
`;
export const PROFILE_13 = PROFILE.replace(
  'for i in /etc/profile.d/*.sh; do',
  () =>
    String.raw`for i in $(run-parts --list --regex '^[a-zA-Z0-9_][a-zA-Z0-9._-]*\.sh$' /etc/profile.d); do`,
);
export const BASHRC = `[ -z "\${PS1-}" ] && return
shopt -s checkwinsize
if ! [ -n "\${SUDO_USER}" -a -n "\${SUDO_PS1}" ]; then
  PS1='\\u@\\h:\\w\\$ '
fi
if [ -x /usr/lib/command-not-found ]; then
  function command_not_found_handle {
    printf "%s: command not found\\n" "$1" >&2
    return 127
  }
fi
`;

type Files = { readonly [path: string]: string };

const profiled = (name: string, text: string): Files => ({
  '/etc/profile': PROFILE,
  '/etc/bash.bashrc': BASHRC,
  [`/etc/profile.d/${name}.sh`]: text,
});

/** Start-up files that set TMOUT, rightly and wrongly: what a shell makes of each is asked of the shells themselves. */
export const STARTUPS: { readonly [what: string]: Files } = {
  nothing: profiled('a', 'umask 027\n'),
  plain: profiled('a', 'TMOUT=600\n'),
  exported: profiled('a', 'TMOUT=600 ; readonly TMOUT ; export TMOUT\n'),
  declared: profiled('a', 'typeset -xr TMOUT=600\n'),
  'only if interactive': profiled('a', '[ -n "$PS1" ] && readonly TMOUT=300\n'),
  'by a case': profiled('a', 'case $- in\n  *i*) TMOUT=300; readonly TMOUT ;;\n  *) TMOUT=5 ;;\nesac\n'),
  'from another variable': profiled('a', 'LIMIT=450\nTMOUT="$LIMIT"\nreadonly TMOUT\n'),
  'if it is not set': profiled('a', ': "${TMOUT:=1}"\nif [ -z "$TMOUT" ]; then readonly TMOUT=200; fi\n'),
  'taken away': profiled('a', 'TMOUT=600\nunset TMOUT\n'),
  'a later file': { ...profiled('a', 'TMOUT=600\n'), '/etc/profile.d/b.sh': 'TMOUT=0\n' },
  'read-only, then a later file': {
    ...profiled('a', 'readonly TMOUT=600\n'),
    '/etc/profile.d/b.sh': 'TMOUT=0\n',
  },
  'read-only twice': {
    ...profiled('a', 'readonly TMOUT=600\n'),
    '/etc/profile.d/b.sh': 'readonly TMOUT=900\n',
  },
  'read-only and only marked again': {
    ...profiled('a', 'readonly TMOUT=600\n'),
    '/etc/profile.d/b.sh': 'readonly TMOUT\nexport TMOUT\n',
  },
  'read-only, then tried in a shell of its own': {
    ...profiled('a', 'readonly TMOUT=600\n'),
    '/etc/profile.d/b.sh': 'if (unset TMOUT) 2> /dev/null; then TMOUT=1; fi\n',
  },
  'read-only, then unset': {
    ...profiled('a', 'readonly TMOUT=600\n'),
    '/etc/profile.d/b.sh': 'unset TMOUT\nTMOUT_IS=gone\n',
  },
  'read-only in bash.bashrc, then at the end of profile': {
    '/etc/profile': `${PROFILE}TMOUT=100\n`,
    '/etc/bash.bashrc': `${BASHRC}readonly TMOUT=600\n`,
  },
  'a line that is given up, and one after it': {
    ...profiled('a', 'readonly TMOUT=600\n'),
    '/etc/profile.d/b.sh': 'if true; then TMOUT=0; fi; export TMOUT\nexport TMOUT\n',
  },
  'Debian 13': {
    ...profiled('z', 'readonly TMOUT=600\n'),
    '/etc/profile': PROFILE_13,
    '/etc/profile.d/-.sh': 'readonly TMOUT=1\n',
  },
  'in a function that nobody calls': profiled('a', 'f() {\n  TMOUT=0\n}\nreadonly TMOUT=600\n'),
  'in a here-document': profiled('a', 'cat > /dev/null <<- END\n\tTMOUT=0\n\tEND\nreadonly TMOUT=600\n'),
  'after a return': profiled('a', 'readonly TMOUT=600\nreturn\nTMOUT=0\n'),
  'in a subshell': profiled('a', '(TMOUT=0)\nTMOUT=5 true\nreadonly TMOUT=600\n'),
  'declared twice': {
    ...profiled('a', 'readonly TMOUT=600\n'),
    '/etc/profile.d/b.sh': 'declare -xr TMOUT=900\nexport TMOUT\n',
  },
};
