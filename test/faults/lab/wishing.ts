import { createMemoryBlobs } from '../../../src/host/memory-blobs.ts';
import { kinds } from '../../../src/kinds/index.ts';
import { sameState } from '../../../src/kinds/same-state.ts';
import { definePlaybook } from '../../../src/kit/index.ts';
import type { Fact, Playbook, PlaybookId } from '../../../src/model/playbook.ts';
import type { Wish } from '../../../src/model/wish.ts';

/** A playbook that wants just these things: for changes of a kind that no playbook of the catalogue makes. */
export function wishing(id: PlaybookId, wishes: readonly Wish[]): Playbook {
  const fulfilled: Fact<readonly boolean[]> = {
    name: `wishes of ${id}`,
    async read(host) {
      const answers: boolean[] = [];
      for (const { kind: name, key, part, desired } of wishes) {
        const [kind, blobs] = [kinds[name], createMemoryBlobs()];
        const now = await kind.read(host, key, blobs);
        const missing = now === null && (part === 'mode' || part === 'owner' || part === 'group');
        const wish = { ...(part === undefined ? {} : { part }), desired };
        answers.push(!missing && sameState(now, kind.want(now, [wish], blobs, key)));
      }
      return answers;
    },
  };
  return definePlaybook({
    id,
    title: `Test: ${id}`,
    severity: 'low',
    profiles: ['strict'],
    why: 'It is for tests.',
    mayBreak: ['nothing'],
    references: {},
    facts: { fulfilled },
    assess: ({ facts }) =>
      wishes.map((wish, i) => {
        const isMet = facts.fulfilled[i] === true;
        const object = `${wish.kind}:${wish.key} ${wish.part ?? ''}`;
        const evidence = [{ source: wish.key, says: isMet ? 'as wished' : 'not as wished', wins: true }];
        return {
          object,
          statement: object,
          verdict: isMet ? 'met' : 'unmet',
          evidence,
          wishes: isMet ? [] : [wish],
        };
      }),
  }) as unknown as Playbook;
}
