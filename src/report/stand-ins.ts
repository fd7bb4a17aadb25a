import { type SecretType, SHOWN_STAND_IN, type StandIn } from '../formats/stand-in.ts';

const WHOLE = new RegExp(`^${SHOWN_STAND_IN}$`);

/** Gives `<hash A>`, `<hash B>` in the order of asking, so two texts that share this function can be compared. */
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
