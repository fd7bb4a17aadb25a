/** A systemd unit by its full name: `docker.service`. */
export type Unit = string;

/** What must happen once after changes. Idempotent; run again after an undo. */
export type Effect =
  | { readonly do: 'daemon-reload' }
  | { readonly do: 'reload' | 'restart'; readonly unit: Unit }
  /** SIGHUP to the main process, for services that read their configuration again then and whose units do not say so. */
  | { readonly do: 'hangup'; readonly unit: Unit };
