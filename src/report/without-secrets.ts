import type { Json } from '../model/json.ts';
import { hideSecrets } from './hide-secrets.ts';

/** The same value with the secrets in its texts hidden. Names of fields are ours and stay. */
export function withoutSecrets(value: Json): Json {
  if (typeof value === 'string') return hideSecrets(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutSecrets(inner)]));
}
