import { lynisMapping } from './lynis-mapping.ts';
import { openscapMapping } from './openscap-mapping.ts';
import type { ScannerMapping } from './scanner-mapping.ts';

export interface Scanner {
  /** What it is, and which of its tests are compared. */
  readonly about: string;
  readonly mapping: ScannerMapping;
}

export const scanners: { readonly [name: string]: Scanner } = {
  Lynis: {
    about:
      'Debian 12 ships 3.0.8. A test passes where it was carried out and has neither a warning nor a suggestion. It reads the settings in force more than the files.',
    mapping: lynisMapping,
  },
  OpenSCAP: {
    about:
      '`openscap-scanner` with the profile CIS level 2 server for Ubuntu 22.04 of `ssg-debderived` 0.1.65, the release nearest to Debian 12 for which Debian has one. A file `/etc/lsb-release` in the scratch host makes the scanner take it for Ubuntu; it is there while the scanner runs. Of kernel settings it wants the value in force and a line in a file that it knows.',
    mapping: openscapMapping,
  },
};
