import type { BrokenLaw, Law } from '../../laws/lab/playbook-laws.ts';
import { verdictOf } from '../../laws/lab/verdict-of.ts';
import { compareManifests } from './compare-manifests.ts';
import type { LabSubject } from './lab-subject.ts';
import { type Report, type ReportedRequirement, readReport } from './read-report.ts';
import { showDifferences } from './show-differences.ts';

type Requirements = readonly ReportedRequirement[];

/** What became of playbooks on a host of the lab, there and back. */
export interface LabJourney {
  readonly broken: readonly BrokenLaw[];
  /** Why the host does not allow the plan; then nothing is changed. */
  readonly refused: readonly string[];
  /** The verdict of a playbook at the start, after apply and after rollback. */
  verdicts(playbook: string): readonly [start: string, applied: string, back: string];
  /** Playbooks of which something was done that bites at the next boot only. */
  readonly awaitBoot: readonly string[];
}

/** Statuses that a command may end with; anything else is an error that ends the journey. */
const [DONE, FINDINGS, REFUSED] = [0, 2, 3];

/**
 * Plans, applies and rolls back by the command line, and says which laws that broke. `ids` are applied, `all` are
 * judged besides: what one puts right must not break another. With `reboots` the host is rebooted after either.
 */
export async function playbookJourney(
  subject: LabSubject,
  ids: readonly string[],
  all: readonly string[],
  reboots: 'reboots' | null = null,
): Promise<LabJourney> {
  const broken: BrokenLaw[] = [];
  const hold = (law: Law, amiss: readonly string[]) => {
    broken.push(...amiss.map((what) => ({ law, what })));
  };
  const report = async (statuses: readonly number[], ...args: readonly string[]): Promise<Report> => {
    const { status, stdout, stderr } = await subject.holdfast(...args, '--format', 'json');
    if (status === null || !statuses.includes(status))
      throw new Error(`${args.join(' ')}: ${status}\n${stderr}${stdout}`);
    return readReport(stdout);
  };
  const judge = async () => (await report([DONE, FINDINGS], 'scan', ...all)).requirements ?? [];
  const plan = () => report([DONE, FINDINGS, REFUSED], 'plan', ...ids);

  // The first boot of all writes a few files of its own.
  if (reboots !== null) await subject.reboot();
  const before = await subject.look();
  const worked = await subject.probe();
  const differences = async () => {
    const text = showDifferences(compareManifests(before, await subject.look()));
    return text === '' ? [] : text.split('\n');
  };
  const works = async () => {
    const now = await subject.probe();
    const lost = worked.filter((line) => !now.includes(line));
    hold(
      'the workload works as before',
      lost.map((line) => `no longer: ${line}`),
    );
  };

  const start = await judge();
  const planned = await plan();
  hold('the same plan twice', planned.digest === (await plan()).digest ? [] : ids);
  hold('planning writes nothing', await differences());
  const refused = (planned.refusals ?? []).map(({ code }) => code);
  const changes = planned.changes ?? [];
  const journey = (applied: Requirements, back: Requirements): LabJourney => ({
    broken,
    refused,
    verdicts: (id) => [shown(id, start), shown(id, applied), shown(id, back)],
    awaitBoot: ids.filter((id) =>
      applied.some(({ playbook, pending }) => playbook === id && pending === 'reboot'),
    ),
  });
  const own = (planned.requirements ?? []).filter(({ verdict }) => verdict === 'unmet');

  if (refused.length > 0) {
    await report([REFUSED], 'apply', '--unattended', ...ids);
    hold('a rollback leaves all as it was', await differences());
    return journey(start, start);
  }
  if (changes.length === 0) {
    hold('what was unmet ends met or pending', own.map(named));
    return journey(start, start);
  }

  const run = await report([DONE, REFUSED, 4, 5], 'apply', '--unattended', ...ids);
  if (run.status !== 'applied') {
    hold('apply and rollback succeed', [`apply: ${run.status} ${JSON.stringify(run.refusals)}`]);
    hold('a rollback leaves all as it was', await differences());
    return journey(start, await judge());
  }
  const applied = await judge();
  hold('what was unmet ends met or pending', own.filter(isLeft(applied)).map(named));
  hold(
    'what was met stays met',
    start
      .filter(({ verdict }) => verdict === 'met')
      .filter(isLeft(applied))
      .map(named),
  );
  hold('the host is as the overlay said', surprises(planned.requirements ?? [], applied));
  hold(
    'the next plan is empty',
    ((await plan()).changes ?? []).map(({ kind, key }) => `${kind} ${key}`),
  );
  await works();
  const verified = await subject.holdfast('verify');
  hold('the host is as the overlay said', verified.status === DONE ? [] : [verified.stdout]);
  // Once for a host: nowhere is more of ours to be understood.
  if (ids.length === all.length) hold('evaluators agree with the tools', await subject.disagreements());
  if (reboots !== null) {
    await subject.reboot();
    const rebooted = await judge();
    hold('a reboot changes nothing', own.filter(isNotMet(rebooted)).map(named));
    hold(
      'a reboot changes nothing',
      ((await plan()).changes ?? []).map(({ kind, key }) => `${kind} ${key}`),
    );
    await works();
  }

  const undone = await report([DONE, REFUSED, 4, 5], 'rollback', '--last', '--yes');
  if (undone.status !== 'applied')
    hold('apply and rollback succeed', [`rollback: ${undone.status} ${JSON.stringify(undone.refusals)}`]);
  const back = await judge();
  // What a boot has brought, locked until the next one, that one takes away: see below.
  const isUntilBoot = reboots !== null && journey(applied, back).awaitBoot.length > 0;
  if (!isUntilBoot) hold('a rollback leaves all as it was', await differences());
  await works();
  if (reboots !== null) {
    await subject.reboot();
    hold('a reboot changes nothing', await differences());
    await works();
  }
  return journey(applied, back);
}

const named = ({ playbook, object, verdict }: ReportedRequirement) => `${playbook} ${object} (${verdict})`;

function shown(id: string, requirements: Requirements): string {
  return verdictOf(id, requirements) ?? '-';
}

/** What a later scan says of a requirement, or that its playbook could not be judged; null where its object is gone. */
function answerTo({ playbook, object }: ReportedRequirement, later: Requirements): string | null {
  const own = later.filter((each) => each.playbook === playbook);
  const found =
    own.find((each) => each.object === object) ?? own.find(({ verdict }) => verdict === 'unknown');
  return found?.verdict ?? null;
}

/** Not met by then, nor on its way. What is gone asks for nothing. */
function isLeft(later: Requirements): (requirement: ReportedRequirement) => boolean {
  return (requirement) => {
    const verdict = answerTo(requirement, later);
    return verdict !== null && verdict !== 'met' && (verdict !== 'pending' || requirement.verdict === 'met');
  };
}

/** After a boot nothing that waited for it is pending any more. */
function isNotMet(later: Requirements): (requirement: ReportedRequirement) => boolean {
  return (requirement) => {
    const found = later.find(
      (each) => each.playbook === requirement.playbook && each.object === requirement.object,
    );
    return isLeft(later)(requirement) || found?.pending === 'reboot';
  };
}

const GOOD = [null, 'met', 'pending'];

/** What rests on an observation may turn out better than a plan can promise. */
function surprises(planned: Requirements, applied: Requirements): string[] {
  return planned.flatMap((requirement) => {
    const promised = requirement.expected?.verdict ?? null;
    const found = answerTo(requirement, applied);
    const isBetter = requirement.verdict === 'unmet' && GOOD.includes(found);
    return promised === found || isBetter ? [] : [`${named(requirement)} was to be ${promised}, is ${found}`];
  });
}
