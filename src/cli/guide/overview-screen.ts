import { type GuideOverview, guideOverviewText } from '../../report/guide-overview-text.ts';
import type { Size } from './page-of.ts';
import { pagedScreen } from './paged-screen.ts';
import type { Screen } from './question.ts';

/** What there is to decide, from `line` of its text on. */
export function overviewScreen(
  overview: GuideOverview & { readonly line: number },
  size: Size,
  color: boolean,
): Screen {
  return pagedScreen(
    {
      text: guideOverviewText(overview, { color }),
      line: overview.line,
      question: {
        text: 'Begin?',
        choices: [
          { name: 'Go through them', act: { do: 'begin' } },
          { name: 'Quit', act: { do: 'quit' } },
        ],
      },
    },
    size,
  );
}
