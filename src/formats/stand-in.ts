export type SecretType = 'hash' | 'secret' | 'private key';

/** What is put in the place of a secret: the same for the same secret. */
export type StandIn = (type: SecretType, secret: string) => string;

/** What a stand-in of a report looks like, `<hash A>`, for a pattern. It holds a blank, and a value must not end there. */
export const SHOWN_STAND_IN = '<(?:hash|secret|private key) [A-Z]+>';
