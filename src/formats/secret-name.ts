/** What names of secrets end in, for a pattern that ignores case: `db_password` holds one, `passwd_timeout` does not. */
export const SECRET_WORDS =
  '(?:pass(?:word|wd|phrase)|requirepass|bindpw|rootpw|authtok|secret|token|psk|(?:api|access|private|secret|encryption|auth|shared|preshared|master)[-_.]?key)(?:[-_]?hash)?';

/** Too short to mean a secret but at the end of a longer name: `DB_PASS`. */
export const SHORT_SECRET_WORDS = '[-_.](?:pass|pwd?)';

const SECRET_NAME = new RegExp(`(?:${SECRET_WORDS}|${SHORT_SECRET_WORDS})$`, 'i');
const PATH =
  /^["']?\/(?:bin|boot|dev|etc|home|lib|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)\/[\w./@-]+["']?$/;

/** Whether what is set under this name is a secret. */
export function isSecretName(name: string, value: string): boolean {
  return SECRET_NAME.test(name) && !(/key$/i.test(name) && isKeyPath(value));
}

/** A key's path is no secret: `"tlskey": "/etc/docker/key.pem"`. */
export function isKeyPath(value: string): boolean {
  return PATH.test(value);
}
