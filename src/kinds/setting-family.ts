/** What the kernel writes besides, when a setting is written (inet_forward_change, addrconf_forward_change). */
export interface SettingFamily {
  /** Takes the same value: a pattern of paths. They are part of the setting's state. */
  readonly follows: string;
  /** Somebody else's, which the kernel sets to the opposite, whatever it was: they are kept as they are. */
  readonly resets: readonly string[];
}

const FAMILIES: { readonly [path: string]: SettingFamily } = {
  'net/ipv4/ip_forward': {
    follows: 'net/ipv4/conf/*/forwarding',
    resets: ['net/ipv4/conf/all/accept_redirects'],
  },
  'net/ipv6/conf/all/forwarding': { follows: 'net/ipv6/conf/*/forwarding', resets: [] },
};

/** By its path below /proc/sys; undefined for a setting that stands alone. */
export function settingFamily(path: string): SettingFamily | undefined {
  return FAMILIES[path];
}
