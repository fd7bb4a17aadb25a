import type { Effect } from '../model/effect.ts';
import { safeLine } from './safe-line.ts';

/** `restart docker.service`, `daemon-reload`: what systemctl(1) is asked to do. */
export function effectWords(effect: Effect): string {
  return effect.do === 'daemon-reload' ? effect.do : `${effect.do} ${safeLine(effect.unit)}`;
}
