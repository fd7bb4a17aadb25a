import type { Json } from '../model/json.ts';
import type { Refusal } from '../model/refusal.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A refusal for programs (code, args) and for people (sentence). */
export function refusalJson(refusal: Refusal): Json {
  return {
    code: refusal.code,
    args: withoutSecrets(refusal.args),
    sentence: refusalSentence(refusal),
  };
}
