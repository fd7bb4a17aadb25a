import type { Playbook } from '../../../src/model/playbook.ts';
import type { Refusal } from '../../../src/model/refusal.ts';
import type { Run } from '../../../src/model/run.ts';
import type { Verified } from '../../../src/model/verified.ts';
import type { PlanView, RunView } from '../../../src/report/change-view.ts';
import { explainJson } from '../../../src/report/explain-json.ts';
import { explainText } from '../../../src/report/explain-text.ts';
import { guideFindingText } from '../../../src/report/guide-finding-text.ts';
import { type GuideOverview, guideOverviewText } from '../../../src/report/guide-overview-text.ts';
import { type GuideReview, guideReviewText } from '../../../src/report/guide-review-text.ts';
import { historyJson } from '../../../src/report/history-json.ts';
import { historyRunText, historyText } from '../../../src/report/history-text.ts';
import type { HistoryView } from '../../../src/report/history-view.ts';
import { listJson } from '../../../src/report/list-json.ts';
import { listText } from '../../../src/report/list-text.ts';
import { planJson } from '../../../src/report/plan-json.ts';
import { planText } from '../../../src/report/plan-text.ts';
import { refusedJson } from '../../../src/report/refused-json.ts';
import { runJson } from '../../../src/report/run-json.ts';
import { runText } from '../../../src/report/run-text.ts';
import { scanJson } from '../../../src/report/scan-json.ts';
import { scanText } from '../../../src/report/scan-text.ts';
import type { TextOptions } from '../../../src/report/text-options.ts';
import { verifyJson } from '../../../src/report/verify-json.ts';
import { verifyText } from '../../../src/report/verify-text.ts';
import { plan, playbook, refusals, run, runView, scan, shown, verified } from './samples.ts';

/** One of everything that can be reported, every refusal in the plan, and every status. */
export const everything: Everything = {
  scan,
  planView: { plan: { ...plan, refusals }, shown },
  runViews: (['applied', 'undone', 'partly', 'unfinished', 'stuck', 'rescued', 'purged'] as const).map(
    (status) => ({
      run: run({
        firstBoot: {
          status: 'differs',
          at: '2026-11-22T03:04:05Z',
          looked: 3,
          differences: ['/etc/x is not as the run left it'],
        },
        leftOut: [{ playbook: 'area/name', refusals }],
        status,
        refusals: refusals.slice(0, 1),
        of: '000011',
        rolledBackBy: ['000013'],
      }),
      shown,
    }),
  ),
  history: {
    runs: [
      run({ rolledBackBy: ['000013'] }),
      run({ id: '000013', type: 'rollback', of: '000012', finished: null }),
    ],
    refusals: refusals.filter(({ code }) => code === 'journal-damaged'),
  },
  verified: [...verified, { run: '000014', refusals: refusals.slice(0, 1), compared: 0, drift: [] }],
  playbook,
  runView,
  refusals,
  decidedPolicy: { name: '/etc/holdfast/policy.ini', before: '', after: '[skip audit/docker-files]\n' },
};

export interface Everything {
  readonly scan: typeof scan;
  readonly planView: PlanView;
  readonly runView: RunView;
  readonly runViews: readonly { readonly run: Run; readonly shown: typeof shown }[];
  readonly history: HistoryView;
  readonly verified: readonly Verified[];
  readonly playbook: Playbook;
  readonly refusals: readonly Refusal[];
  readonly decidedPolicy: GuideReview['policy'];
}

export function textsOf(all: Everything, options: TextOptions): readonly string[] {
  return [
    scanText(all.scan, options),
    planText(all.planView, options),
    ...all.runViews.flatMap((view) => [runText(view.run, options), historyRunText(view, options)]),
    historyText(all.history, options),
    verifyText(all.verified, options),
    explainText(all.playbook, options),
    listText([all.playbook], options),
    guideOverviewText(overviewOf(all), options),
    guideFindingText(
      { playbook: all.playbook, view: all.planView, number: 1, count: 2, isSkipped: true },
      options,
    ),
    guideReviewText(
      {
        view: all.planView,
        policy: all.decidedPolicy,
        notAllowed: all.planView.plan.findings.map(({ object }) => object),
        wait: { by: { by: 'login', withinSeconds: 90 }, isSaid: false },
      },
      options,
    ),
  ];
}

function overviewOf({ scan: { host, findings }, planView }: Everything): GuideOverview {
  const { profile, params, waivers } = planView.plan.inputs;
  return { host, profile, findings, decisions: { skip: [], params, waivers, allow: [] } };
}

/** By the name of their schema. */
export function documentsOf(all: Everything): { readonly [name: string]: string } {
  const [refusal] = all.refusals;
  return {
    scan: scanJson(all.scan),
    plan: planJson(all.planView),
    run: runJson(all.runView),
    history: historyJson(all.history),
    verify: verifyJson(all.verified),
    list: listJson([all.playbook]),
    explain: explainJson(all.playbook),
    ...(refusal === undefined ? {} : { refusal: refusedJson(refusal) }),
  };
}
