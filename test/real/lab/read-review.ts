import type { ADialogue } from './a-dialogue.ts';

/** Reads the review of a guided session to its end. */
export async function readReview(session: ADialogue): Promise<void> {
  for (;;) {
    const seen = await session.see(/^\? The whole plan:[\s\S]*\(arrow keys/m);
    if (!/^[> ] Show more/m.test(seen.slice(seen.lastIndexOf('? The whole plan')))) return;
    await session.choose('Show more');
  }
}
