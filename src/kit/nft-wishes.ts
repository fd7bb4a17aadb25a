import { nftReplacement } from '../formats/nft-replacement.ts';
import type { Path } from '../model/path.ts';
import type { Wish } from '../model/wish.ts';

const MAIN: Path = '/etc/holdfast/nftables.nft';
const DIRECTORY: Path = '/etc/holdfast/nftables.d';
const UNIT = 'holdfast-nftables.service';
const DROP_IN: Path = '/etc/systemd/system/nftables.service.d/holdfast.conf';

/**
 * A table of our own, now and at every boot: the table in the kernel, a file that replaces just it, and a unit that loads
 * such files early. Debian's nftables.service flushes every table when it is started or reloaded, so that it loads ours
 * again, too.
 */
export function nftWishes(
  nft: Path,
  { table, text, playbook }: { readonly table: string; readonly text: string; readonly playbook: string },
  isImage: boolean,
): readonly Wish[] {
  const name = table.replace(/^inet holdfast-/, '');
  const load = `${nft} -f ${MAIN}`;
  const unit = [
    '[Unit]',
    'Description=Tables of the packet filter that Holdfast has written',
    'DefaultDependencies=no',
    'Wants=network-pre.target',
    'After=local-fs.target nftables.service',
    'Before=network-pre.target shutdown.target',
    'Conflicts=shutdown.target',
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    `ExecStart=${load}`,
    `ExecReload=${load}`,
    '',
    '[Install]',
    'WantedBy=sysinit.target',
    '',
  ].join('\n');
  const again = `[Service]\nExecStartPost=-${load}\nExecReload=-${load}\n`;
  const effects: Wish['effects'] = isImage ? [] : [{ do: 'daemon-reload' }];
  const unitPath: Path = `/etc/systemd/system/${UNIT}`;
  return [
    {
      kind: 'entry',
      key: `${DIRECTORY}/${name}.nft`,
      part: 'text',
      desired: `# Written by Holdfast: ${playbook}.\n${nftReplacement(table, text)}`,
    },
    { kind: 'entry', key: MAIN, part: 'text', desired: `include "${DIRECTORY}/*.nft"\n` },
    { kind: 'entry', key: unitPath, part: 'text', desired: unit, effects },
    { kind: 'entry', key: DROP_IN, part: 'text', desired: again, effects },
    {
      kind: 'entry',
      key: `/etc/systemd/system/sysinit.target.wants/${UNIT}`,
      desired: { link: unitPath },
      effects,
    },
    ...(isImage ? [] : [{ kind: 'nft-table' as const, key: table, desired: text }]),
  ];
}
