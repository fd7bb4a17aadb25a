import type { JournalUpload } from '../facts/journal-upload.ts';
import type { Rsyslog } from '../facts/rsyslog.ts';
import { globPattern } from '../formats/glob-pattern.ts';
import type { LogTarget } from '../formats/log-target.ts';
import { parseRsyslogConf } from '../formats/rsyslog-conf.ts';
import { type PlacedRsyslogItem, type RsyslogForward, rsyslogForwards } from '../formats/rsyslog-forwards.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { forwardText } from './forward-text.ts';
import type { Forwarding } from './log-forwarding.ts';

/** Sorts before what packages and people write, who end some records with "stop". */
const PATH: Path = '/etc/rsyslog.d/00-holdfast-forward.conf';
const FILE = { mode: 0o640, owner: 0, group: 0 };

/** Every record goes to the target, by rsyslogd or with the whole journal. `ca` is empty for what the system trusts. */
export function forwardRequirement(given: Forwarding, target: LogTarget, ca: string): Requirement {
  const { rsyslog, silence, upload } = given;
  const about = {
    object: `target:${target.host}`,
    statement: `every record is sent to ${target.host} over TLS, and waits on disk while that cannot be reached`,
    evidence: [
      ...forwardEvidence(rsyslog, target),
      ...(silence === null ? [] : [{ ...silence, wins: true }]),
      ...uploadEvidence(upload, target),
    ],
    wishes: [],
  };
  const manual = (...steps: readonly string[]): Requirement => ({
    ...about,
    verdict: 'manual',
    steps: [...steps, 'then plan again'],
  });
  if (upload !== null && uploadsTo(upload, target)) return { ...about, verdict: 'met' };
  if (rsyslog === null) {
    return manual(
      'install rsyslog with its TLS: apt install rsyslog rsyslog-gnutls (dnf, zypper: rsyslog rsyslog-gnutls); or send the journal with systemd-journal-upload, to a URL of https',
    );
  }
  const readsJournal = rsyslog.items.some(
    (item) => item.is === 'object' && item.name === 'module' && item.params.load === 'imjournal',
  );
  if (silence !== null && !readsJournal) {
    return manual(
      `journald gives rsyslog nothing to send: take ${silence.says} out of ${silence.source}, line ${silence.line}`,
      'systemctl restart systemd-journald.service',
    );
  }
  const forwards = rsyslogForwards(rsyslog.items).filter((each) => each.target === target.host);
  const foreign = forwards.filter(({ path }) => path !== PATH);
  const starting = [
    `see why: ${rsyslog.idle ?? ''}`,
    'systemctl unmask rsyslog.service && systemctl enable --now rsyslog.service',
  ];
  if (foreign.some((each) => lacks(each).length === 0)) {
    return rsyslog.idle === null ? { ...about, verdict: 'met' } : manual(...starting);
  }
  if (foreign.length > 0) {
    return manual(
      ...foreign.map(
        (each) =>
          `take out of ${each.path}, line ${each.line}, what sends to ${target.host} already, or records come twice: ${lacks(each).join(', ')}: ${each.text}`,
      ),
    );
  }
  const [driver] = rsyslog.drivers;
  const caFile = ca === '' ? given.caBundle : ca;
  if (driver === undefined)
    return manual('install the TLS of rsyslog: apt install rsyslog-gnutls (dnf, zypper: the same)');
  if (caFile === null)
    return manual(
      'install the certificates that the system trusts: apt install ca-certificates; or name a file of your own as "ca"',
    );
  if (!/^\/[\w./+-]+$/.test(caFile))
    return manual(
      `make ca in /etc/holdfast/policy.ini, in the section [audit/host-log-forwarding], a whole path without blanks; it is ${caFile}`,
    );
  if (rsyslog.spool === null)
    return manual(
      'make the directory where queues wait, for root only: install -d -m 0700 /var/spool/rsyslog',
    );
  const text = forwardText({ target, driver, caFile, spool: rsyslog.isSpoolSet ? null : rsyslog.spool });
  const ours = rsyslogForwards(withFile(rsyslog, text)).find(({ path }) => path === PATH);
  if (ours === undefined)
    return manual(`add the line $IncludeConfig /etc/rsyslog.d/*.conf to ${rsyslog.main}, before its rules`);
  const missing = lacks(ours);
  if (missing.length > 0)
    return manual(`see to it that all records get as far as ${PATH}: ${missing.join(', ')}`);
  if (rsyslog.idle !== null) return manual(...starting);
  const isSame = forwards.some(
    (each) => each.port === ours.port && each.caFile === ours.caFile && lacks(each).length === 0,
  );
  if (isSame) return { ...about, verdict: 'met' };
  const effects: Wish['effects'] = [{ do: 'restart', unit: 'rsyslog.service' }];
  const wishes = Object.entries({ text, ...FILE }).map(
    ([part, desired]): Wish => ({ kind: 'entry', key: PATH, part, desired, effects }),
  );
  return { ...about, verdict: 'unmet', wishes };
}

function lacks({
  protocol,
  isEncrypted,
  isAuthenticated,
  waitsOnDisk,
  misses,
}: RsyslogForward): readonly string[] {
  return [
    ...(isEncrypted ? [] : [protocol === 'udp' ? 'by UDP and in clear text' : 'in clear text']),
    ...(isEncrypted && !isAuthenticated ? ['to whoever answers, without a look at the certificate'] : []),
    ...(waitsOnDisk ? [] : ['without a queue on disk']),
    ...(misses === null ? [] : [misses]),
  ];
}

/** As rsyslogd will read it with our file in the first directory for everybody that is included and has a place for it. */
function withFile({ items }: Rsyslog, text: string): readonly PlacedRsyslogItem[] {
  const others = items.filter(({ path }) => path !== PATH);
  const at = others.findIndex(
    (item) => item.is === 'include' && globPattern(item.pattern.replace(/\/$/, '/*')).test(PATH),
  );
  const include = others[at];
  if (include === undefined) return others;
  const before = others.slice(at + 1).findIndex(({ path }) => path === include.path || path > PATH);
  const place = before < 0 ? others.length : at + 1 + before;
  const added = parseRsyslogConf(text).map((item) => ({
    ...item,
    path: PATH,
    filters: [...include.filters, ...item.filters],
    ruleset: include.ruleset,
  }));
  return others.toSpliced(place, 0, ...added);
}

function forwardEvidence(rsyslog: Rsyslog | null, target: LogTarget): readonly Evidence[] {
  if (rsyslog === null) return [{ source: '/usr/sbin/rsyslogd', says: 'it is not installed', wins: true }];
  const forwards = rsyslogForwards(rsyslog.items);
  return [
    ...forwards.map((each) => {
      const missing = lacks(each);
      const says = missing.length === 0 ? each.text : `${each.text} (${missing.join(', ')})`;
      return { source: each.path, line: each.line, says, wins: each.target === target.host };
    }),
    ...(forwards.length > 0
      ? []
      : [{ source: rsyslog.main, says: 'nothing sends records to another host', wins: true }]),
    ...(rsyslog.idle === null ? [] : [{ source: 'rsyslog.service', says: rsyslog.idle, wins: true }]),
  ];
}

function uploadsTo({ url, isOn }: JournalUpload, { host }: LogTarget): boolean {
  return isOn && hostOf(url) === host.toLowerCase();
}

function uploadEvidence(upload: JournalUpload | null, target: LogTarget): readonly Evidence[] {
  if (upload === null) return [];
  const { source, line, url, isOn } = upload;
  const says = isOn ? `URL=${url}` : `URL=${url} (systemd-journal-upload.service is not on)`;
  return [{ source, line, says, wins: uploadsTo(upload, target) }];
}

/** Of a URL that is encrypted; null for any other. */
function hostOf(url: string): string | null {
  const found = /^https:\/\/(?:\[([^\]]+)\]|([^/:]+))(?::\d+)?(?:\/.*)?$/i.exec(url);
  return (found?.[1] ?? found?.[2] ?? null)?.toLowerCase() ?? null;
}
