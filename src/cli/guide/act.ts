import type { Json } from '../../model/json.ts';
import type { Waiver } from '../../model/plan.ts';
import type { Allowance, Confirmation } from '../../model/policy.ts';
import type { WaiverDraft } from './dialogue.ts';

/** What an answer means. */
export type Act =
  | { readonly do: 'begin' | 'keep' | 'skip' | 'reset' | 'back' | 'quit' }
  | { readonly do: 'more'; readonly line: number }
  | { readonly do: 'edit'; readonly param: string; readonly isTyped: boolean }
  | { readonly do: 'set'; readonly param: string; readonly value: Json }
  | { readonly do: 'draft'; readonly draft: WaiverDraft }
  | { readonly do: 'waive'; readonly waiver: Omit<Waiver, 'name'> }
  | { readonly do: 'allow'; readonly allow: readonly Allowance[] }
  | { readonly do: 'confirm'; readonly confirm: Confirmation }
  | { readonly do: 'file'; readonly outcome: 'apply' | 'write' }
  | { readonly do: 'end'; readonly outcome: 'apply' | 'write'; readonly file: string | null };
