import type { Act } from './act.ts';

/** One question, and what each answer to it means. Its words are fit for a terminal. */
export type Question =
  | {
      readonly type: 'choose';
      readonly text: string;
      /** The first is where the cursor stands, and must change nothing. */
      readonly choices: readonly { readonly name: string; readonly act: Act }[];
    }
  | {
      readonly type: 'check';
      readonly text: string;
      readonly choices: readonly { readonly name: string; readonly isChecked: boolean }[];
      /** Given the positions of what is checked. */
      readonly act: (checked: readonly number[]) => Act;
    }
  | {
      readonly type: 'type';
      readonly text: string;
      readonly initial: string;
      /** Why it cannot be that; null if it can. */
      readonly fault: (answer: string) => string | null;
      readonly act: (answer: string) => Act;
    };

/** What is shown, and then asked. */
export interface Screen {
  readonly text: string;
  readonly question: Question;
}
