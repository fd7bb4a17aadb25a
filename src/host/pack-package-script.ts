import { shellWord } from '../formats/shell-word.ts';

export interface PackageParts {
  /** Before `.list` in dpkg's own folder: the name, with the architecture where more than one can be installed. */
  readonly id: string;
  /** The text of deb-control(5). */
  readonly control: string;
  /** The text of deb-conffiles(5), of files that are there. */
  readonly conffiles: string;
  /** Directories that are links here, as in a merged /usr: in the package they are directories. */
  readonly linkedDirectories: readonly string[];
  /** All else, without the leading slash, parents first. */
  readonly files: readonly string[];
}

/**
 * A script for sh(1), in mounts of its own, that packs an installed package again and writes the .deb on standard output.
 * It works in memory that goes away with it.
 */
export function packPackageScript({
  id,
  control,
  conffiles,
  linkedDirectories,
  files,
}: PackageParts): string {
  const made = linkedDirectories.map((path) => `mkdir -p -- ${shellWord(`root${path}`)}\n`).join('');
  const copied = `printf '%s\\0' ${files.map(shellWord).join(' ')} > files
tar --create --directory=/ --no-recursion --null --files-from="$place/files" --file=files.tar
tar --extract --directory=root --preserve-permissions --same-owner --file=files.tar
rm files files.tar
`;
  return `
pack() {
place=/sys/kernel
mount -n -t tmpfs -o mode=0755 holdfast "$place"
TMPDIR=$place
export TMPDIR
cd "$place"
umask 022
mkdir -p root/DEBIAN
${made}${files.length === 0 ? '' : copied}for part in preinst postinst prerm postrm config templates triggers shlibs symbols md5sums; do
  if [ -f /var/lib/dpkg/info/${shellWord(id)}.$part ]; then
    cp -p /var/lib/dpkg/info/${shellWord(id)}.$part root/DEBIAN/$part
  fi
done
printf %s ${shellWord(control)} > root/DEBIAN/control
printf %s ${shellWord(conffiles)} > root/DEBIAN/conffiles
chmod 0755 root/DEBIAN
dpkg-deb --nocheck -Zgzip -z1 --build root package.deb > /dev/null
cat package.deb
}
pack < /dev/null
`;
}
