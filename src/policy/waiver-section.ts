import type { Waiver } from '../model/plan.ts';

/** What ini reads as it stands. Everything else is written as a JSON string, which ini reads back as such. */
const PLAIN = /^[^\s;#"'[\]\\=\p{C}](?:[^;#"\\=\p{C}]*[^\s;#"\\=\p{C}])?$/u;

/** A waiver as a section of policy.ini, with the name it has there. */
export function waiverSection({ name, ...values }: Waiver): string {
  const { playbook, object, reason, owner, until } = values;
  const lines = Object.entries({ playbook, object, reason, owner, until });
  return [`[waiver ${name}]`, ...lines.map(([key, value]) => `${key} = ${asValue(value)}`), ''].join('\n');
}

function asValue(value: string): string {
  return PLAIN.test(value) ? value : JSON.stringify(value);
}
