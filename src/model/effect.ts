/** A systemd unit by its full name: `docker.service`. */
export type Unit = string;

/** What must happen once after changes. Idempotent; run again after an undo. */
export type Effect =
  | { readonly do: 'daemon-reload' }
  | { readonly do: 'reload' | 'restart'; readonly unit: Unit };
