import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about:
    'Six files that disagree on ICMP redirects, one of them read after any other, and a firewall that sets them again.',
  on: 'container',
  entries: {
    'etc/profile.d/autologout.sh': { text: 'if [ -n "$PS1" ]; then\n\tTMOUT=1800\nfi\n' },
    'etc/profile.d/tmout.sh': { text: 'readonly TMOUT=3600\n' },
    'etc/profile.d/tmout_site.sh': { text: 'TMOUT=0 # the night shift\n' },
    // Hidden by the file of the same name in /etc.
    'usr/lib/sysctl.d/60-hardening.conf': { text: 'net.ipv4.conf.all.secure_redirects = 0\n' },
    'etc/sysctl.d/60-hardening.conf': {
      text: '# CIS 3.3.2, 3.3.5, 3.3.6\nnet.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.conf.default.accept_redirects = 0\nnet.ipv4.conf.all.send_redirects = 0\nnet.ipv6.conf.all.accept_redirects = 0\nnet.ipv6.conf.default.accept_redirects = 0\n',
    },
    'usr/local/lib/sysctl.d/70-vendor-router.conf': {
      text: '-net/ipv4/conf/*/accept_redirects=1\nnet/ipv4/conf/default/send_redirects=1\n',
    },
    'etc/sysctl.d/80-off.conf': { target: '/dev/null' },
    'etc/sysctl.conf': {
      text: '# moved here from the old host\nnet.ipv4.conf.all.send_redirects = 1\n;net.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.ip_forward=1\n',
    },
    'etc/sysctl.d/zz-tuning.conf': {
      text: 'net.ipv4.conf.default.secure_redirects = 1\nvm.swappiness = 10\n',
    },
    'etc/ufw/ufw.conf': { text: 'ENABLED=yes\nLOGLEVEL=low\n' },
    'etc/default/ufw': { text: 'IPV6=yes\nIPT_SYSCTL=/etc/ufw/sysctl.conf\n' },
    'etc/ufw/sysctl.conf': {
      text: 'net/ipv4/conf/all/accept_redirects=0\nnet/ipv4/conf/default/accept_redirects=0\nnet/ipv6/conf/all/accept_redirects=0\nnet/ipv6/conf/default/accept_redirects=0\n',
    },
  },
} satisfies LabHost;
