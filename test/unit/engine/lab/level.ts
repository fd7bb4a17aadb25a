import type { Selection } from '../../../../src/engine/selection.ts';
import type { Writer } from '../../../../src/engine/writer.ts';
import { decodeHostText } from '../../../../src/formats/host-text.ts';
import type { StateDir } from '../../../../src/host/state-dir.ts';
import { definePlaybook } from '../../../../src/kit/define-playbook.ts';
import type { Host } from '../../../../src/model/host.ts';
import type { Fact } from '../../../../src/model/playbook.ts';
import { NOW } from '../../../laws/lab/small-run.ts';

const file: Fact<string | null> = {
  name: 'level-file',
  async read(host) {
    const bytes = await host.read('/etc/level');
    return bytes === null ? null : decodeHostText(bytes);
  },
};

const COMMON = {
  title: 'The level is right',
  severity: 'low',
  profiles: ['baseline'],
  why: 'For tests.',
  mayBreak: ['nothing'],
  references: {},
} as const;

/** As small as a playbook gets: /etc/level says the level of the parameter, and a service is reloaded for it. */
export const level = definePlaybook({
  ...COMMON,
  id: 'test/level',
  params: { level: { type: 'number', describe: 'the level', default: 7, min: 0, max: 9 } },
  facts: { file },
  assess: ({ facts, params }) => {
    const desired = `${params.level}\n`;
    const object = 'file:/etc/level';
    const statement = `the level is ${params.level}`;
    if (facts.file === desired) return [{ object, verdict: 'met', statement, evidence: [], wishes: [] }];
    const effects = [{ do: 'reload', unit: 'level.service' }] as const;
    const wishes = [{ kind: 'entry', key: '/etc/level', part: 'text', desired, effects }] as const;
    return [{ object, verdict: 'unmet', statement, evidence: [], wishes }];
  },
});

const unit: Fact<boolean> = {
  name: 'level-unit',
  read: async (host) => (await host.live('unit', 'level.service'))?.active === 'active',
};

/** Met while the level is 7 and the service runs, which its fix restarts: where that fails, only a fresh look can tell. */
export const needsUnit = definePlaybook({
  ...COMMON,
  id: 'test/needs-unit',
  facts: { file, unit },
  assess: ({ facts }) => {
    const about = { object: 'unit:level.service', statement: 'the service runs at level 7', evidence: [] };
    if (facts.unit && facts.file === '7\n') return [{ ...about, verdict: 'met', wishes: [] }];
    const effects = [{ do: 'restart', unit: 'level.service' }] as const;
    const wishes = [{ kind: 'entry', key: '/etc/level', part: 'text', desired: '7\n', effects }] as const;
    return [{ ...about, verdict: 'unmet', wishes }];
  },
});

export function selectionOf(
  playbooks: readonly Selection['playbooks'][number][],
  more: Partial<Selection> = {},
): Selection {
  return { playbooks, profile: 'baseline', params: {}, allow: [], waivers: [], today: '2026-01-02', ...more };
}

export function writerOf(host: Host, stateDir: StateDir, more: Partial<Writer> = {}): Writer {
  return {
    host,
    stateDir,
    tool: 'test',
    now: NOW,
    interrupted: () => null,
    onProgress: () => undefined,
    ...more,
  };
}
