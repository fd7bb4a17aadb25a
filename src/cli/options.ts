import type { Profile } from '../model/playbook.ts';

/** The options that every command takes, as given. */
export interface Options {
  readonly root?: string;
  readonly snapshot?: string;
  readonly policy?: string;
  readonly profile?: Profile;
  readonly stateDir?: string;
  readonly format: 'text' | 'json';
  readonly out?: string;
  readonly color: boolean;
  readonly quiet: boolean;
}
