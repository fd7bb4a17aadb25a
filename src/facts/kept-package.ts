import type { DpkgPackage } from '../formats/dpkg-status.ts';

/** Names in Debian and Ubuntu of what a host is reached by, runs its containers with, boots from, or is managed by. */
const KEPT: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:docker(?:$|[.-])|moby-|containerd|runc$|crun$|podman|nvidia-container|kube|cri-)/,
    'containers run with it',
  ],
  [/^(?:openssh-|ssh$|dropbear|tinysshd$|libpam|libnss-|sssd|winbind$)/, 'people log in by it'],
  [/^(?:sudo|opendoas$|doas$|policykit-1$|polkitd$)/, 'people become root by it'],
  [/^(?:systemd|libsystemd|udev$|init$|sysvinit|openrc$|dbus)/, 'the system runs on it'],
  [
    /^(?:linux-(?:image|modules|base|firmware)|grub|shim|initramfs-tools|dracut|cryptsetup|lvm2$|mdadm$)/,
    'the system boots with it',
  ],
  [
    /^(?:ifupdown|iproute2$|isc-dhcp-client|dhcpcd|udhcpc$|network-manager|netplan|resolvconf$|openresolv$|iptables|nftables$|ufw$|firewalld$|netbase$|bridge-utils$|vlan$|ifenslave$|wpasupplicant$|wireguard|openvswitch)/,
    'the network is set up by it',
  ],
  [
    /^(?:cloud-init|cloud-guest-utils$|qemu-guest-agent$|open-vm-tools|google-|gce-|waagent$|walinuxagent$|amazon-|ec2-|hyperv-|xe-guest|virtualbox-guest|spice-vdagent)/,
    'the machine is managed by it',
  ],
  [/^(?:apt|dpkg|debconf|ca-certificates)$/, 'packages are installed by it'],
];

/** Why a package is never removed, as a clause; null where it may be. */
export function keptPackage({
  name,
  essential,
  protected: isProtected,
  priority,
}: DpkgPackage): string | null {
  if (essential || isProtected) return 'dpkg calls it essential';
  if (priority === 'required') return 'every Debian has it';
  return KEPT.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
