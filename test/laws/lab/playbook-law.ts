import { isDeepStrictEqual } from 'node:util';
import { answerTo } from '../../../src/engine/answer-to.ts';
import { apply } from '../../../src/engine/apply.ts';
import { lastOfEach } from '../../../src/engine/last-of-each.ts';
import { makePlan } from '../../../src/engine/make-plan.ts';
import { previewRollback, rollback } from '../../../src/engine/rollback.ts';
import { scan } from '../../../src/engine/scan.ts';
import type { Selection } from '../../../src/engine/selection.ts';
import { createMemoryBlobs } from '../../../src/host/memory-blobs.ts';
import { createOverlayHost } from '../../../src/host/overlay-host.ts';
import { createReadOnlyHost } from '../../../src/host/read-only-host.ts';
import { kinds } from '../../../src/kinds/index.ts';
import type { Host, HostReader } from '../../../src/model/host.ts';
import type { Finding, Plan } from '../../../src/model/plan.ts';
import { type Refusal, type RefusalCode, Refused } from '../../../src/model/refusal.ts';
import type { Run } from '../../../src/model/run.ts';
import { createMemoryStateDir } from './memory-state-dir.ts';
import { lawHost } from './playbook-law-host.ts';
import type { BrokenLaw, Law } from './playbook-laws.ts';

/** Where playbooks are held to the laws. */
export interface LawCase {
  /** Is never written: everything happens over it. */
  readonly base: HostReader;
  /** What is planned and applied. */
  readonly selection: Selection;
  /** All that are judged besides: what one puts right must not break another. */
  readonly others: Selection['playbooks'];
  /** What the others say of the base, where that is known: many playbooks start from it. */
  readonly start?: readonly Finding[];
  /** Lays over the base what is written; a test of the laws themselves puts something faulty here. */
  readonly over?: (base: HostReader) => Host;
}

/** What became of the playbooks on a host, there and back. */
export interface Journey {
  readonly broken: readonly BrokenLaw[];
  readonly start: readonly Finding[];
  readonly applied: readonly Finding[];
  /** Why the host does not allow the plan: then nothing is changed, and all verdicts are those of the start. */
  readonly refused: readonly RefusalCode[];
}

const [TOOL, NOW] = ['law', '2026-01-02T03:04:05Z'];

/** Refusals of a plan that are the playbook's own fault, by the law that they break. The others are the host's. */
const FAULTS: { readonly [C in RefusalCode]?: Law } = {
  'fix-not-effective': 'what was unmet ends met or pending',
  'wishes-differ': 'the parts commute',
  'candidate-invalid': 'what was unmet ends met or pending',
};
/** The same of a run that was undone. */
const FAILURES: { readonly [C in RefusalCode]?: Law } = {
  'not-met-after': 'what was unmet ends met or pending',
  'stale-plan': 'the same plan twice',
  'not-as-planned': 'the host is as the overlay said',
  'changed-since': 'the host is as the overlay said',
};

/** Plans, applies and rolls back as the command line does, only in memory, and says which laws that broke. */
export async function playbookLaw({
  base,
  selection,
  others,
  start: known,
  over = createOverlayHost,
}: LawCase): Promise<Journey> {
  const broken: BrokenLaw[] = [];
  const hold = (law: Law, amiss: readonly string[]) => {
    broken.push(...amiss.map((what) => ({ law, what })));
  };
  const { host, written, differences } = lawHost(base, over(base));
  const judge = () => scan(createReadOnlyHost(host), { ...selection, playbooks: others });
  const plan = async () => (await makePlan(host, selection, TOOL)).plan;

  const start = known ?? (await judge());
  const planned = await plan();
  const again = await plan();
  hold('planning writes nothing', [...written]);
  hold('the same plan twice', planned.digest === again.digest ? [] : differing(planned, again));

  const own = planned.findings.filter(({ verdict }) => verdict === 'unmet');
  const refused = planned.refusals.map(({ code }) => code);
  for (const { code, args } of planned.refusals) {
    const law = FAULTS[code];
    if (law !== undefined) hold(law, [`${code} ${JSON.stringify(args)}`]);
  }
  if (refused.length > 0 || planned.changes.length === 0) {
    if (refused.length === 0) hold('what was unmet ends met or pending', own.map(named));
    return { broken, start, applied: start, refused };
  }

  const stateDir = createMemoryStateDir();
  const writer = {
    host,
    stateDir,
    tool: TOOL,
    now: () => NOW,
    interrupted: () => null,
    onProgress: () => undefined,
  };
  // What rests on an observation only another look at the real host can tell; a captured one sees the same for ever.
  const isForeseen = ({ code, args }: Refusal) =>
    code === 'not-met-after' &&
    own.some(
      (finding) =>
        finding.observed === true && finding.playbook === args.playbook && finding.object === args.object,
    );
  const attempt = async (what: string, act: () => Promise<Run>): Promise<Run | null> => {
    try {
      const run = await act();
      if (run.status === 'applied') return run;
      const amiss = run.refusals.filter((refusal) => !isForeseen(refusal));
      for (const { code, args } of amiss)
        hold(FAILURES[code] ?? 'apply and rollback succeed', [`${what}: ${code} ${JSON.stringify(args)}`]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      hold(FAILURES[error.refusal.code] ?? 'apply and rollback succeed', [`${what}: ${error.message}`]);
    }
    return null;
  };

  const { digest } = planned;
  const run = await attempt('apply', () =>
    apply(writer, selection, { digest, onError: 'rollback', probes: [] }),
  );
  const applied = await judge();
  if (run !== null) {
    hold('what was unmet ends met or pending', own.filter(isLeft(applied)).map(named));
    hold(
      'what was met stays met',
      start
        .filter(({ verdict }) => verdict === 'met')
        .filter(isLeft(applied))
        .map(named),
    );
    hold('the host is as the overlay said', await unlikeTheOverlay(host, planned, applied));
    const next = await plan();
    hold(
      'the next plan is empty',
      next.changes.map(({ kind, key }) => `${kind} ${key}`),
    );

    const wish = { onDrift: 'refuse', allow: selection.allow, today: selection.today } as const;
    await attempt('rollback', async () => {
      const preview = await previewRollback(createReadOnlyHost(host), stateDir, run.id, wish);
      return rollback(writer, run.id, wish, { digest: preview.digest, probes: [] });
    });
  }
  hold('a rollback leaves all as it was', await differences());
  return { broken, start, applied, refused };
}

const named = ({ playbook, object, verdict }: Finding) => `${playbook} ${object} (${verdict})`;

/** Not met by then, nor on its way. What is gone asks for nothing. */
function isLeft(later: readonly Finding[]): (finding: Finding) => boolean {
  return (finding) => {
    const verdict = answerTo(finding, later)?.verdict;
    const was = finding.verdict;
    return !(verdict === undefined || verdict === 'met' || (verdict === 'pending' && was !== 'met'));
  };
}

function differing(one: Plan, other: Plan): string[] {
  const fields = (['findings', 'changes', 'effects', 'refusals'] as const).filter(
    (field) => !isDeepStrictEqual(one[field], other[field]),
  );
  return [fields.length === 0 ? 'what was read' : fields.join(', ')];
}

/** The states and the verdicts that were promised and did not come. */
async function unlikeTheOverlay(
  host: Host,
  planned: Plan,
  applied: readonly Finding[],
): Promise<readonly string[]> {
  const blobs = createMemoryBlobs();
  const unlike: string[] = [];
  for (const change of lastOfEach(planned.changes)) {
    const kind = kinds[change.kind];
    const now = await kind.read(host, change.key, blobs);
    if (kind.where(now, change) !== 'after') unlike.push(`${change.kind} ${change.key}`);
  }
  const surprises = planned.expected.filter(
    (finding) => finding.observed !== true && answerTo(finding, applied)?.verdict !== finding.verdict,
  );
  return [...unlike, ...surprises.map(named)];
}
