/** One item of a list of users, groups or hosts. */
export interface SudoersMember {
  readonly negated: boolean;
  /** `word` is a user, a group (after the colon of a runas list) or a host, by name or as `#id`. */
  readonly is: 'all' | 'alias' | 'word' | 'group' | 'netgroup' | 'network';
  /** As written, without the escapes: `%wheel`, `+admins`, `10.0.0.0/8`; `ALL`. */
  readonly name: string;
}

export interface SudoersCommand {
  readonly negated: boolean;
  /** `path` may hold wildcards or end in `/` for all files of a directory; `regex` begins with `^`. */
  readonly is: 'all' | 'alias' | 'path' | 'regex' | 'sudoedit' | 'list';
  readonly name: string;
  /** Null where any arguments will do, `""` where none may be given. */
  readonly args: string | null;
  /** `sha256:…`: one of them must be the command's. */
  readonly digests: readonly string[];
}

export interface SudoersRunas {
  /** Null where only groups are given, or nothing at all: as the invoking user. */
  readonly users: readonly SudoersMember[] | null;
  readonly groups: readonly SudoersMember[] | null;
}

/** A command with what applies to it, including what it inherits from those before it in its list. */
export interface SudoersCommandSpec {
  /** Null where nothing is said: as the `runas_default` user. */
  readonly runas: SudoersRunas | null;
  /** True for NOPASSWD, false for PASSWD, null where the Defaults decide. */
  readonly nopasswd: boolean | null;
  /** `CWD`, `NOTAFTER` … by name. */
  readonly options: { readonly [name: string]: string };
  readonly command: SudoersCommand;
}

export interface SudoersPrivilege {
  readonly hosts: readonly SudoersMember[];
  readonly commands: readonly SudoersCommandSpec[];
}

export interface SudoersSetting {
  readonly name: string;
  readonly negated: boolean;
  readonly operator: '=' | '+=' | '-=' | null;
  readonly value: string | null;
}

export type SudoersScope =
  | { readonly of: 'all' }
  | { readonly of: 'user' | 'host' | 'runas'; readonly members: readonly SudoersMember[] }
  | { readonly of: 'command'; readonly commands: readonly SudoersCommand[] };

export type SudoersAlias =
  | {
      readonly of: 'user' | 'runas' | 'host';
      readonly name: string;
      readonly members: readonly SudoersMember[];
    }
  | { readonly of: 'command'; readonly name: string; readonly commands: readonly SudoersCommand[] };

/** What one logical line says. */
export type SudoersStatement =
  | {
      readonly type: 'rule';
      readonly users: readonly SudoersMember[];
      readonly privileges: readonly SudoersPrivilege[];
    }
  | { readonly type: 'aliases'; readonly aliases: readonly SudoersAlias[] }
  | { readonly type: 'defaults'; readonly scope: SudoersScope; readonly settings: readonly SudoersSetting[] }
  | { readonly type: 'include'; readonly directory: boolean; readonly path: string };
