import type { RebootNeeds } from '../facts/reboot-needs.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';

/** What has been installed runs. A reboot is a person's, who knows what the containers bear: until then it is pending. */
export function needsNoReboot({ asked, running, newer, rebuilt }: RebootNeeds): Requirement {
  const needs: Evidence[] = [
    ...(newer === null
      ? []
      : [
          { source: newer.source, says: `kernel ${newer.release} is installed, ${running} runs`, wins: true },
        ]),
    ...(rebuilt === null
      ? []
      : [
          {
            source: '/var/lib/dpkg/status',
            says: `${rebuilt.package} is ${rebuilt.installed}, ${rebuilt.booted} runs`,
            wins: true,
          },
        ]),
    ...(asked === null
      ? []
      : [
          {
            source: '/run/reboot-required',
            says: asked.length === 0 ? 'a reboot is asked for' : `asked for by ${asked.join(', ')}`,
            wins: true,
          },
        ]),
  ];
  return {
    object: 'reboot',
    statement: 'the kernel and everything else that has been upgraded is in use',
    evidence:
      needs.length > 0
        ? needs
        : [
            {
              source: '/proc/sys/kernel/osrelease',
              says: `${running} runs, none newer is installed`,
              wins: true,
            },
          ],
    wishes: [],
    ...(needs.length > 0 ? { verdict: 'pending', pending: 'reboot' } : { verdict: 'met' }),
  };
}
