import { test } from 'node:test';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { runLabInMemory } from './lab/run-lab.ts';
import { type Stage, transactionLaw } from './lab/transaction-law.ts';
import { bytesOf, fileEntry } from './lab/tree.ts';

function memoryStage(): Stage {
  const host = createMemoryHost({
    entries: { '/etc/a': { content: 'base\n', mtime: '1' } },
    observations: [[{ type: 'invoker' }, 'null']],
  });
  return {
    host,
    makeLab: runLabInMemory,
    edit: async (path, text, time) =>
      host.putEntry(
        path,
        text === null ? null : fileEntry(text, { mtime: `${time}000000000` }),
        text === null ? null : bytesOf(text),
      ),
    manifest: () => null,
    [Symbol.dispose]: () => undefined,
  };
}

test('applying, rolling back, editing, failing and dying keep to the model', () =>
  transactionLaw(memoryStage, 8, 40));
