import type { Effect } from '../model/effect.ts';
import { safeLine } from './safe-line.ts';

/** `restart docker.service`, `daemon-reload`, `send SIGHUP to auditd.service`: what systemctl(1) is asked to do. */
export function effectWords(effect: Effect): string {
  if (effect.do === 'daemon-reload') return effect.do;
  return `${effect.do === 'hangup' ? 'send SIGHUP to' : effect.do} ${safeLine(effect.unit)}`;
}
