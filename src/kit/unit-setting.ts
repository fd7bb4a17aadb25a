import type { EffectiveUnit } from '../facts/unit-file.ts';
import { hostPath } from '../formats/host-path.ts';
import { encodeHostText } from '../formats/host-text.ts';
import type { Path } from '../model/path.ts';
import type { Wish } from '../model/wish.ts';

const NAMES = ['50-holdfast.conf', 'zz-holdfast.conf'];
const OWN = '/etc/systemd/system/';

/**
 * The wish for a unit's key that takes one value, in a file that decides: a drop-in of ours that sorts after every
 * other that sets the key, else the administrator's own file that does. Null where none of these would win.
 */
export function unitSetting(unit: EffectiveUnit, section: string, key: string, value: string): Wish | null {
  const by = unit.values(section, key).at(-1)?.source ?? unit.fragment;
  const name = NAMES.find((each) => by === unit.fragment || !isAfter(hostPath.name(by), each));
  const file: Path | null =
    name !== undefined ? `${OWN}${unit.name}.d/${name}` : by.startsWith(OWN) ? by : null;
  if (file === null) return null;
  return {
    kind: 'entry',
    key: file,
    part: `unit:${section}/${key}`,
    desired: [value],
    effects: [{ do: 'daemon-reload' }],
  };
}

function isAfter(name: string, other: string): boolean {
  return Buffer.compare(encodeHostText(name), encodeHostText(other)) > 0;
}
