import type { LogTarget } from '../formats/log-target.ts';
import type { Path } from '../model/path.ts';

export interface ForwardChoices {
  readonly target: LogTarget;
  /** `gtls` or `ossl`. */
  readonly driver: string;
  readonly caFile: string;
  /** Null where rsyslogd is told already. */
  readonly spool: Path | null;
}

/**
 * Our file: every record, over TLS, to a host whose certificate has its name. What cannot be sent waits on disk, up to
 * a size that cannot fill it, and is not lost by a restart.
 */
export function forwardText({ target, driver, caFile, spool }: ForwardChoices): string {
  return `# Sorts first, so that nothing is taken out before. Written by Holdfast: audit/host-log-forwarding.
action(
    name="holdfast-forward"
    type="omfwd"
    target="${target.host}"
    port="${target.port}"
    protocol="tcp"
    streamDriver="${driver}"
    streamDriverMode="1"
    streamDriverAuthMode="x509/name"
    streamDriverPermittedPeers="${target.host}"
    streamDriver.CAFile="${caFile}"
    queue.type="LinkedList"
    queue.fileName="holdfast-forward"${spool === null ? '' : `\n    queue.spoolDirectory="${spool}"`}
    queue.maxDiskSpace="1g"
    queue.saveOnShutdown="on"
    action.resumeRetryCount="-1"
)
`;
}
