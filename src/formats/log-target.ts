/** A host to which records are sent. */
export interface LogTarget {
  readonly host: string;
  readonly port: number;
}

/** Of syslog over TLS: RFC 5425. */
const PORT = 6514;

/** `logs.example.org`, `10.0.0.9:6514`, `[2001:db8::9]:6514`; null for what is none, or would not stay within quotes. */
export function parseLogTarget(text: string): LogTarget | null {
  const found = /^(?:\[([\da-f:.]+)\]|([a-z\d](?:[a-z\d.-]*[a-z\d])?))(?::(\d{1,5}))?$/i.exec(text);
  const bare = /^[\da-f]*:[\da-f:.]+$/i.test(text) && text.split(':').length > 2 ? text : undefined;
  const host = bare ?? found?.[1] ?? found?.[2];
  const port = bare === undefined && found?.[3] !== undefined ? Number(found[3]) : PORT;
  return host === undefined || port < 1 || port > 65535 ? null : { host, port };
}
