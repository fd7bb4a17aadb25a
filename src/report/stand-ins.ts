export type SecretType = 'hash' | 'secret' | 'private key';

/** Gives the same stand-in, `<hash A>`, for the same secret, and another for another. */
export type StandIn = (type: SecretType, secret: string) => string;

/** What a stand-in looks like, for a pattern. It holds a blank, and a value must not end there. */
export const STAND_IN = '<(?:hash|secret|private key) [A-Z]+>';
const WHOLE = new RegExp(`^${STAND_IN}$`);

/** Stand-ins are letters in the order of asking, so two texts that share this function can be compared. */
export function standIns(): StandIn {
  const given = new Map<string, string>();
  const counts = new Map<SecretType, number>();
  return (type, secret) => {
    // A secret that was hidden before stays as it is: hiding twice changes nothing.
    if (WHOLE.test(secret)) return secret;
    const known = given.get(`${type}:${secret}`);
    if (known !== undefined) return known;
    const count = counts.get(type) ?? 0;
    counts.set(type, count + 1);
    const fresh = `<${type} ${letters(count)}>`;
    given.set(`${type}:${secret}`, fresh);
    return fresh;
  };
}

/** 0 is A, 25 is Z, 26 is AA. */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
