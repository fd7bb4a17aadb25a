import type { Unit } from '../model/effect.ts';

/** A service by the name that people give it, and the units it consists of. */
export interface KnownService {
  readonly name: string;
  /** What starts others comes first: in this order they can be stopped for good. */
  readonly units: readonly Unit[];
  /** Whether hosts like these are for it: then only a person can say that it is not needed. */
  readonly isWorkload: boolean;
}

const service = (name: string, ...units: readonly Unit[]): KnownService => ({
  name,
  units,
  isWorkload: false,
});
const workload = (name: string, ...units: readonly Unit[]): KnownService => ({
  name,
  units,
  isWorkload: true,
});

/** Network and desktop services that a container host seldom needs, by the names of Debian, Ubuntu, RHEL and SUSE. */
export const KNOWN_SERVICES: readonly KnownService[] = [
  service('ModemManager', 'ModemManager.service'),
  service('autofs', 'autofs.service'),
  service('avahi-daemon', 'avahi-daemon.socket', 'avahi-daemon.service'),
  service('bluetooth', 'bluetooth.service'),
  service('cups', 'cups.path', 'cups.socket', 'cups-browsed.service', 'cups.service'),
  service(
    'inetd',
    'xinetd.service',
    'inetd.service',
    'openbsd-inetd.service',
    'inetutils-inetd.service',
    'rlinetd.service',
  ),
  service('rpcbind', 'rpcbind.socket', 'rpcbind.service'),
  service('rsh', 'rsh.socket', 'rlogin.socket', 'rexec.socket'),
  service('talk', 'talk.socket', 'ntalk.socket'),
  service('telnet', 'telnet.socket'),
  service('tftp', 'tftp.socket', 'atftpd.socket', 'tftp.service', 'tftpd-hpa.service', 'atftpd.service'),
  service('ypserv', 'ypserv.service', 'ypxfrd.service', 'yppasswdd.service', 'ypbind.service', 'nis.service'),
  workload('apache2', 'httpd.socket', 'apache2.service', 'httpd.service'),
  workload(
    'dhcp-server',
    'isc-dhcp-server.service',
    'isc-dhcp-server6.service',
    'dhcpd.service',
    'dhcpd6.service',
    'kea-dhcp4-server.service',
    'kea-dhcp6-server.service',
    'kea-dhcp4.service',
    'kea-dhcp6.service',
  ),
  workload('dnsmasq', 'dnsmasq.service'),
  workload('dovecot', 'dovecot.socket', 'dovecot.service'),
  workload('ftp-server', 'vsftpd.socket', 'vsftpd.service', 'proftpd.service', 'pure-ftpd.service'),
  workload('named', 'named.service', 'bind9.service'),
  workload('nfs-server', 'nfs-server.service', 'nfs-kernel-server.service'),
  workload('nginx', 'nginx.service'),
  workload('rsync', 'rsyncd.socket', 'rsync.service', 'rsyncd.service'),
  workload('samba', 'smbd.service', 'nmbd.service', 'samba-ad-dc.service', 'smb.service', 'nmb.service'),
  workload('slapd', 'slapd.service'),
  workload('snmpd', 'snmpd.service', 'snmptrapd.socket', 'snmptrapd.service'),
  workload('squid', 'squid.service'),
];
