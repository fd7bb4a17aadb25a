import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../real/lab/manifest.ts';
import { runTool } from '../../real/lab/run-tool.ts';
import type { Story } from '../scenarios/stories.ts';
import { bootedStage } from './booted-stage.ts';
import type { Command, Position, Scenario, Settling } from './scenario.ts';
import { copiedStage, keptCopy, liveStage, rootStage, type Stage } from './stage.ts';

/** A scenario of the tool with its ways of settling. */
export interface FaultCase {
  readonly scenario: Scenario;
  readonly settlings: readonly Settling[];
}

/** Applying what a story is about, and each of its ways of rolling back. */
export function faultCases(tool: Command, story: Story): readonly FaultCase[] {
  const on = (stage: Stage, ...args: readonly string[]): Command => [
    ...(stage.tool ?? tool),
    ...args,
    '--root',
    stage.root,
  ];
  const apply = (stage: Stage) => on(stage, 'apply', ...story.ids, '--unattended', '--quiet');
  const inRoot = (stage: Stage, script: string) => {
    runTool('/bin/sh', ['-euc', `cd "$1"; ${script}`, 'sh', stage.outside]);
  };
  let applied: string | null = null;
  const applying: Scenario = {
    name: `${story.name}: apply`,
    promises,
    async setUp() {
      const stage = await stageOf(tool, story);
      if (story.prepare !== undefined) inRoot(stage, story.prepare);
      return stage;
    },
    command: apply,
  };
  const rollingBack = story.rollbacks.map(
    (options): Scenario => ({
      name: [story.name, ': rollback', ...options.map((option) => ` ${option}`)].join(''),
      promises,
      async setUp() {
        if (applied !== null) return copiedStage(applied);
        const stage = await applying.setUp();
        try {
          const [program = '', ...args] = [...stage.enter, ...apply(stage)];
          runTool(program, args);
          if (story.drift !== undefined) inRoot(stage, story.drift);
        } catch (error) {
          await stage[Symbol.asyncDispose]();
          throw error;
        }
        // Applying takes longer than all the rest of a point, so it is done once.
        if (typeof story.host === 'object' && story.disk === undefined) applied = keptCopy(stage);
        return stage;
      },
      command: (stage) => on(stage, 'rollback', '--last', '--yes', '--quiet', ...options),
    }),
  );

  function settlings(run: string): readonly Settling[] {
    const folder = `/var/lib/holdfast/runs/${run}`;
    const thenRecover = (stage: Stage): readonly Command[] => {
      const verify = on(stage, 'verify');
      // Where somebody else has been at work, that is what it says.
      const tolerant = ['/bin/sh', '-c', '"$@"; case $? in 0|2) ;; *) exit 1 ;; esac', 'sh', ...verify];
      return [on(stage, 'recover'), story.drift === undefined ? verify : tolerant];
    };
    const rescue = (stage: Stage, ...options: readonly string[]): readonly Command[] => {
      const script = `${stage.root === '/' ? '' : stage.root}${folder}/rescue.sh`;
      // Killed before it was written, nothing was changed yet.
      return existsSync(join(stage.outside, folder, 'rescue.sh')) ? [['sh', script, ...options]] : [];
    };
    const meanwhile = (stage: Stage) => {
      if (story.disk !== undefined) fill(stage);
    };
    return [
      { name: 'recover', meanwhile, commands: thenRecover },
      {
        name: 'rescue.sh',
        meanwhile,
        commands: (stage) => [...rescue(stage, '--root', stage.root), ...thenRecover(stage)],
      },
      // What the unit does at the next boot, which only a run that did not end needs.
      ...(typeof story.host === 'string'
        ? [
            {
              name: 'at boot',
              commands: (stage: Stage) => [...rescue(stage, '--boot'), ...thenRecover(stage)],
            },
          ]
        : []),
    ];
  }
  return [
    { scenario: applying, settlings: settlings('000001') },
    ...rollingBack.map((scenario) => ({ scenario, settlings: settlings('000002') })),
  ];
}

/** docs: exit codes. 5 asks for a person, and promises nothing. */
function promises(status: number): readonly Position[] {
  if (status === 5) return ['before', 'after', 'mixed'];
  return status === 1 ? ['before', 'after'] : ['before'];
}

/** To the last block, which cat may leave to a second try. */
function fill(stage: Stage): void {
  const filler = join(dirname(stage.outside), 'filler');
  runTool('/bin/sh', ['-c', 'for i in 1 2; do cat /dev/zero >> "$1" 2>/dev/null; done; :', 'sh', filler]);
}

const OWN_KEY = 'holdfast-faults';

function stageOf(tool: Command, { host, disk }: Story): Promise<Stage> {
  if (host === 'live') return ownLiveStage();
  return host === 'booted' ? bootedStage(tool) : rootStage(host, disk);
}

/** Only rules of our own are compared, as others may load theirs meanwhile; and they go with the stage. */
async function ownLiveStage(): Promise<Stage> {
  const stage = await liveStage();
  return {
    ...stage,
    look(): Manifest {
      const seen = new Map(stage.look());
      const live = Object.entries(seen.get('live') ?? {});
      const settings = live.filter(([name]) => !name.startsWith('audit '));
      const rules = live.filter(([name]) => name.startsWith('audit ') && name.includes(OWN_KEY));
      const placed = rules.map(([name], place) => [name, String(place)] as const);
      return seen.set('live', Object.fromEntries([...settings, ...placed]));
    },
    async [Symbol.asyncDispose]() {
      runTool('auditctl', ['-D', '-k', OWN_KEY]);
      await stage[Symbol.asyncDispose]();
    },
  };
}
