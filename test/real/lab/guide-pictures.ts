import { aDialogue } from './a-dialogue.ts';
import { aGuidedRoot } from './a-guided-root.ts';
import type { Holdfast } from './holdfast.ts';
import { readReview } from './read-review.ts';

/**
 * What is on a terminal of 80x24 in a guided session, in the order of docs/guide.md: the overview, a finding, its
 * diff, a checklist, the end of the review, the end. The root is called /srv/image there.
 */
export async function guidePictures(holdfast: Holdfast): Promise<readonly string[]> {
  using root = aGuidedRoot();
  const command = [
    ...holdfast.command,
    'guide',
    'accounts/*',
    'network/icmp-*',
    '--no-color',
    '--root',
    root.path,
  ];
  using session = aDialogue(command);
  const pictures: string[] = [];
  const take = async () => {
    const seen = await session.see(/^\? [\s\S]*\(arrow keys|^ended/m);
    const rows = seen.trim().replaceAll(root.path, '/srv/image').split('\n');
    pictures.push(
      rows
        .filter((row) => !row.startsWith('ended with'))
        .map((row) => row.trimEnd().replace(/^Digest: .*/, 'Digest: …'))
        .join('\n'),
    );
  };
  await take();
  await session.choose('Go through them');
  await take();
  await session.choose('Show more');
  await session.choose('Show more');
  await take();
  await session.choose('Set allowed');
  await take();
  await session.check('deploy');
  await session.choose('Apply it');
  await session.choose('Leave it out');
  await readReview(session);
  await take();
  await session.choose('Make exactly');
  await session.end();
  await take();
  return pictures;
}
