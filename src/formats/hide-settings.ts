import { hideValue } from './hide-value.ts';
import { isKeyPath, isSecretName, SECRET_WORDS, SHORT_SECRET_WORDS } from './secret-name.ts';
import { SHOWN_STAND_IN, type StandIn } from './stand-in.ts';

/** Too short to mean a secret inside a line (audit rules have `-F key=`), but telling as a whole name. */
const BARE_KEY = /(?:^|[-_.])key$/i;
const BARE_AUTH = /(?:^|[-_.])auth$/i;
const QUOTED = new RegExp(
  `("(?:[^"\\\\\\n]|\\\\.){0,200}"\\s*:\\s*)("(?:[^"\\\\\\n]|\\\\.)*"|\\[[^\\]{}]*\\]|${SHOWN_STAND_IN}|[^\\s",[\\]{}]+)`,
  'g',
);
const ASSIGNED = /^([ \t]*(?:export[ \t]+|set[ \t]+)?)([\w.-]+)([ \t]*=[ \t]*)(.*\S)/gm;
const YAML = /^([ \t]*(?:-[ \t]+)?)([\w.-]+)(:[ \t]+)(.*\S)/gm;
/** `{name: ci, password: x}` */
const FLOW = /([{,][ \t]*)([\w.-]+)(:[ \t]+)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,{}"']+)/g;
/** Up to a blank, or a comma or ampersand that starts the next option: `password=a,b,vers=3`. */
const INLINE = new RegExp(
  `((?<![\\w.-])[\\w.-]*(?:${SECRET_WORDS}|${SHORT_SECRET_WORDS})=)("(?:[^"\\\\\\n]|\\\\.)*"|'[^'\\n]*'|${SHOWN_STAND_IN}|(?:[^\\s"',&]|[,&](?![\\w-]+=))+)`,
  'gi',
);
const ARGUMENT = new RegExp(`((?<![\\w-])--?[\\w-]*${SECRET_WORDS}[ \\t]+)(${SHOWN_STAND_IN}|\\S+)`, 'gi');
const URL_PASSWORD = /(:\/\/[^\s:@/]*:)([^\s@/]+)(?=@)/g;
/** A token in the place of the user, as of Sentry and of git hosts. */
const URL_TOKEN = /(:\/\/)([\w-]{20,})(?=@)/g;
const WEBHOOK = /(\bhooks\.slack\.com\/services\/)([\w/]+)/g;
const AUTHORIZATION = new RegExp(
  `(authorization["']?\\s*[:=]\\s*["']?(?:basic|bearer)\\s+)(${SHOWN_STAND_IN}|[^\\s"']+)`,
  'gi',
);
/** Tokens that are known by their own shape: GitHub, GitLab, Slack, Docker Swarm, AWS, JSON Web Tokens. */
const TOKEN =
  /\b(?:gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|SWMTKN-[\w-]{10,}|A[KS]IA[A-Z0-9]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})/g;

/** Hides values under names that say secret (JSON, INI, YAML, environment, options, URLs) and tokens by their shape. */
export function hideSettings(text: string, standIn: StandIn): string {
  const hide = (value: string) => hideValue(value, standIn);
  const yaml = (all: string, before: string, name: string, sign: string, value: string) =>
    // `passwd: files` is nsswitch.conf(5), `NOPASSWD: ALL` sudoers(5).
    isSecretName(name, value) && !/^(?:no)?passwd$/i.test(name) ? before + name + sign + hide(value) : all;
  return text
    .replace(QUOTED, (all: string, key: string, value: string) => {
      const name = key.slice(1, key.lastIndexOf('"'));
      return isSecretName(name, value) || BARE_AUTH.test(name) || isBareKey(name, value)
        ? key + hide(value)
        : all;
    })
    .replace(ASSIGNED, (all: string, before: string, name: string, sign: string, value: string) =>
      isSecretName(name, value) || isBareKey(name, value) ? before + name + sign + hide(value) : all,
    )
    .replace(YAML, yaml)
    .replace(FLOW, yaml)
    .replace(INLINE, (_all, name: string, value: string) => name + hide(value))
    .replace(ARGUMENT, (_all, name: string, value: string) => name + hide(value))
    .replace(AUTHORIZATION, (_all, name: string, value: string) => name + hide(value))
    .replace(URL_PASSWORD, (_all, before: string, value: string) => before + hide(value))
    .replace(URL_TOKEN, (_all, before: string, value: string) => before + hide(value))
    .replace(WEBHOOK, (_all, before: string, value: string) => before + hide(value))
    .replace(TOKEN, hide);
}

function isBareKey(name: string, value: string): boolean {
  return BARE_KEY.test(name) && !isKeyPath(value);
}
