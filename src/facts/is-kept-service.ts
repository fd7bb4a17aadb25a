/** How the host is reached, runs its containers, keeps its time and its records, and is managed: never stopped. */
const KEPT =
  /^(?:sshd?|docker|containerd|podman|crio|kubelet|dbus.*|systemd-.*|networking|network.*|NetworkManager.*|netplan.*|ifup.*|wpa_supplicant|dhcpcd|dhclient|wicked.*|connman|cloud-.*|auditd|audit-rules|r?syslog.*|chronyd?|ntpd?|ntpsec|openntpd|timesyncd|qemu-guest-agent|open-vm-tools|vmtoolsd|vgauth|walinuxagent|waagent|google-.*|amazon-.*|snap\.amazon.*|hv-.*|cron|crond|nftables|iptables|firewalld|ufw|fail2ban|apparmor|polkit|sssd|nscd|nslcd|winbind|libvirtd|holdfast.*)$/;

/** Whether a service is never stopped by Holdfast, whatever anybody's list says. A suffix such as `.service` counts for nothing. */
export function isKeptService(name: string): boolean {
  return KEPT.test(name.replace(/\.(?:service|socket|timer|path|target)$/, ''));
}
