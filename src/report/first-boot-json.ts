import type { Json } from '../model/json.ts';
import type { FirstBoot } from '../model/run.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What is known of an image's first boot, for programs. */
export function firstBootJson(firstBoot: FirstBoot): Json {
  if (firstBoot.status === 'armed') return { status: 'armed' };
  const { status, at, looked, differences } = firstBoot;
  return { status, at, looked, differences: withoutSecrets([...differences]) };
}
