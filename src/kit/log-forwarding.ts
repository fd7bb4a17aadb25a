import { type AuditPlugins, auditPlugins } from '../facts/audit-plugins.ts';
import { caBundle } from '../facts/ca-bundle.ts';
import { hostname } from '../facts/hostname.ts';
import { type JournalSilence, journalSilence } from '../facts/journal-silence.ts';
import { type JournalUpload, journalUpload } from '../facts/journal-upload.ts';
import { type Rsyslog, rsyslog } from '../facts/rsyslog.ts';
import { type LogTarget, parseLogTarget } from '../formats/log-target.ts';
import { rsyslogForwards } from '../formats/rsyslog-forwards.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import { auditRecords } from './forwarded-audit.ts';
import { forwardRequirement } from './forwarded-logs.ts';

/** What this host records is sent to another one, from where nobody here can take it back. */
export const logForwarding = {
  auditPlugins,
  caBundle,
  hostname,
  journalSilence,
  journalUpload,
  rsyslog,
  leavesHost,
};

export interface Forwarding {
  readonly rsyslog: Rsyslog | null;
  readonly silence: JournalSilence | null;
  readonly upload: JournalUpload | null;
  readonly plugins: AuditPlugins | null;
  readonly hostname: string | null;
  readonly caBundle: Path | null;
}

export interface ForwardingParams {
  readonly target: string;
  readonly ca: string;
}

/**
 * Every record goes to the target over TLS, and waits on disk while that cannot be reached; those of auditd, too. A
 * person names the target.
 */
function leavesHost(given: Forwarding, params: ForwardingParams): readonly Requirement[] {
  if (params.target === '') return [proposal(given)];
  const target = parseLogTarget(params.target);
  if (target === null) return [notATarget(params.target)];
  if (isThisHost(target, given.hostname)) return [itself(params.target)];
  return [forwardRequirement(given, target, params.ca), ...auditRecords(given.plugins)];
}

function proposal({ rsyslog, upload }: Forwarding): Requirement {
  const forwards = rsyslog === null ? [] : rsyslogForwards(rsyslog.items);
  const known = [...new Set(forwards.map(({ target }) => target))];
  return {
    object: 'param:target',
    verdict: 'manual',
    statement: 'it is decided to which host the records go',
    evidence: [
      ...forwards.map(({ path, line, text }) => ({ source: path, line, says: text, wins: true })),
      ...(upload === null
        ? []
        : [{ source: upload.source, line: upload.line, says: `URL=${upload.url}`, wins: true }]),
      ...(forwards.length === 0 && upload === null
        ? [{ source: rsyslog?.main ?? '/etc', says: 'nothing sends records to another host', wins: true }]
        : []),
    ],
    wishes: [],
    steps: [
      'see to it that there is a host that takes syslog over TLS, with a certificate of its name',
      `name it in /etc/holdfast/policy.ini, in the section [audit/host-log-forwarding]: target = ${known[0] ?? 'HOST'}`,
      'then plan again',
    ],
  };
}

function notATarget(written: string): Requirement {
  return {
    object: 'param:target',
    verdict: 'manual',
    statement: 'the target is a host, with a port if it is not 6514',
    evidence: [{ source: '/etc/holdfast/policy.ini', says: `target is ${written}`, wins: true }],
    wishes: [],
    steps: [
      'correct it in the section [audit/host-log-forwarding]: logs.example.org, 10.0.0.9:6514 or [2001:db8::9]:6514',
      'then plan again',
    ],
  };
}

/** Sent to itself, each record would be received, sent, received … until the disk is full. */
function itself(written: string): Requirement {
  return {
    object: 'param:target',
    verdict: 'manual',
    statement: 'the target is another host',
    evidence: [{ source: '/etc/hostname', says: `${written} is this host itself`, wins: true }],
    wishes: [],
    steps: [
      'name another host in /etc/holdfast/policy.ini, in the section [audit/host-log-forwarding]; on the host that collects the records, waive this or skip it',
      'then plan again',
    ],
  };
}

function isThisHost({ host }: LogTarget, own: string | null): boolean {
  const name = host.toLowerCase();
  const names = own === null ? [] : [own.toLowerCase(), own.toLowerCase().split('.', 1)[0]];
  return /^(?:localhost(?:\..*)?|127\.[\d.]+|::1|0\.0\.0\.0|::)$/.test(name) || names.includes(name);
}
