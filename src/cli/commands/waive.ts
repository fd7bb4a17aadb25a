import { scan } from '../../engine/scan.ts';
import type { Finding, Waiver } from '../../model/plan.ts';
import { Refused } from '../../model/refusal.ts';
import { addWaiver } from '../../policy/add-waiver.ts';
import { isDate } from '../../policy/is-date.ts';
import { isWaivable } from '../../policy/is-waivable.ts';
import { nearest } from '../../policy/nearest.ts';
import { safeLine } from '../../report/safe-line.ts';
import { scanJson } from '../../report/scan-json.ts';
import { scanText } from '../../report/scan-text.ts';
import { addToPolicy } from '../add-to-policy.ts';
import type { ExitCode, Given } from '../command.ts';
import { readPolicyFile } from '../read-policy-file.ts';
import { readSelection } from '../selection.ts';
import { warnUnfinished } from '../warn-unfinished.ts';
import { write } from '../write.ts';

export interface WaiveOptions {
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
}

/** Writes a waiver into the policy, and shows what a scan says of its object from now on. */
export async function waiveCommand(
  given: Given,
  id: string,
  object: string,
  { reason, owner, until }: WaiveOptions,
): Promise<ExitCode> {
  const { options, terminal, catalogue, needsSafePolicy } = given;
  const { host, reader, root } = given.target();
  host();
  // Before what it is judged by, so that the text is added to nothing that was not looked at.
  const file = await readPolicyFile(reader, options.policy, needsSafePolicy, true);
  const { selection, policy } = await readSelection(catalogue, reader, [id], options, needsSafePolicy);
  const [playbook, another] = selection.playbooks;
  if (playbook === undefined || another !== undefined) throw usage('one playbook is waived at a time');
  const wanted = { playbook: playbook.id, object, reason, owner, until };
  refuseUnfit(wanted, selection.today);
  warnUnfinished(given);
  refuseUnwaivable(wanted, policy.waivers, await scan(reader, { ...selection, waivers: [] }));

  const { waiver, text } = addWaiver(file.text, file.name, catalogue, wanted);
  const at = options.policy === undefined ? root : '/';
  await write(given, 0, async () => addToPolicy(at, file, text));
  terminal.say(`Written to ${safeLine(file.name)}: [waiver ${waiver.name}]\n`);

  const findings = await scan(reader, { ...selection, waivers: [...policy.waivers, waiver] });
  const found = { host: reader.identity, findings: findings.filter((finding) => finding.object === object) };
  terminal.report(
    options.format === 'json' ? scanJson(found) : scanText(found, { ...options, color: terminal.color }),
  );
  return 0;
}

function refuseUnfit({ reason, owner, until }: WaiveOptions, today: string): void {
  for (const [name, value] of Object.entries({ reason, owner })) {
    if (value.trim() === '') throw usage(`--${name} is empty`);
  }
  if (!isDate(until)) throw usage(`--until ${until} is no day like 2027-01-31`);
  if (until < today) throw usage(`--until ${until} is over already`);
}

function refuseUnwaivable(
  { playbook, object }: Pick<Waiver, 'playbook' | 'object'>,
  waivers: readonly Waiver[],
  findings: readonly Finding[],
): void {
  const refuse = (why: string) => {
    throw new Refused({ code: 'not-waivable', args: { playbook, object, why } });
  };
  const known = waivers.find((other) => other.playbook === playbook && other.object === object);
  // Two for one thing, and nobody knows which one counts.
  if (known !== undefined) {
    refuse(
      `[waiver ${known.name}] of the policy is about it already, until ${known.until}; change the day there`,
    );
  }
  const finding = findings.find((each) => each.object === object);
  if (finding === undefined) {
    const waivable = findings.filter(({ verdict }) => isWaivable(verdict)).map((each) => each.object);
    const meant = nearest(object, waivable) ?? '';
    throw new Refused({ code: 'unknown-object', args: { playbook, object, nearest: meant } });
  }
  if (!isWaivable(finding.verdict)) refuse(`it is ${finding.verdict}`);
}

function usage(why: string): Refused {
  return new Refused({ code: 'usage', args: { why } });
}
