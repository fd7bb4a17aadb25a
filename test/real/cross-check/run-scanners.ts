import type { BootedHost } from '../lab/booted-host.ts';
import { parseLynis } from './parse-lynis.ts';
import { parseOpenscap } from './parse-openscap.ts';
import type { ScannerResults } from './scanner-results.ts';
import { scanners } from './scanners.ts';
import { testSubject } from './test-subject.ts';

/** In a directory of its own, so that nothing of one run is found by the next, or by Holdfast. */
const LYNIS = `
  at=$(mktemp -d)
  lynis audit system --quick --quiet --no-colors --logfile "$at/log" --report-file "$at/report" > /dev/null || :
  grep -qx finish=true "$at/report"
  cat "$at/report" "$at/log"
  rm -r "$at"
`;
const LYNIS_TESTS = `
  awk -F: '/^[A-Z]/ && $2 == "test" && !/^(KRNL-6000|SSH-7408):/ { print $1 }' /usr/share/lynis/db/tests.db
  sed -n 's/^config-data=sysctl;\\([^;]*\\);.*/KRNL-6000:\\1/p' /etc/lynis/default.prf
`;
/** The scanner goes by /etc/lsb-release, which Debian does not have. Its status is 2 where a rule fails. */
const OPENSCAP = `
  printf 'DISTRIB_ID=Ubuntu\\nDISTRIB_RELEASE=22.04\\nDISTRIB_CODENAME=jammy\\n' > /etc/lsb-release
  at=$(mktemp -d)
  oscap xccdf eval --profile xccdf_org.ssgproject.content_profile_cis_level2_server --results "$at/results" \
    /usr/share/xml/scap/ssg/content/ssg-ubuntu2204-ds.xml > /dev/null || [ $? = 2 ]
  rm /etc/lsb-release
  cat "$at/results"
  rm -r "$at"
`;

/** What each scanner says of the host now (two minutes). A test that the mapping has no place for is an error. */
export function runScanners(host: BootedHost): { readonly [scanner: string]: ScannerResults } {
  const said = (script: string) => {
    const { status, stdout, stderr } = host.run('/bin/sh', '-euc', script);
    if (status !== 0) throw new Error(`${script}: ${status}\n${stderr}`);
    return stdout;
  };
  const results = {
    Lynis: parseLynis(said(LYNIS)),
    OpenSCAP: parseOpenscap(said(OPENSCAP)),
  };
  refuseUnmapped('Lynis', said(LYNIS_TESTS).trim().split('\n'));
  for (const [name, found] of Object.entries(results)) refuseUnmapped(name, [...found.keys()]);
  return results;
}

function refuseUnmapped(name: string, tests: readonly string[]): void {
  const mapping = scanners[name]?.mapping;
  const unmapped = tests.filter((test) => mapping === undefined || testSubject(mapping, test) === null);
  if (unmapped.length > 0) throw new Error(`the mapping of ${name} has no place for ${unmapped.join(', ')}`);
}
