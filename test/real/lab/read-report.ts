import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** What the tests look at, of every report that has it. */
export interface Report {
  readonly schema: string;
  readonly run?: string | null;
  readonly status?: string;
  readonly digest?: string;
  readonly runs?: readonly { readonly run: string; readonly status: string }[];
  readonly changes?: readonly ReportedChange[];
  readonly requirements?: readonly ReportedRequirement[];
  readonly refusals?: readonly ReportedRefusal[];
  readonly refusal?: ReportedRefusal;
  readonly firstBoot?: { readonly status: string; readonly differences?: readonly string[] };
  readonly leftOut?: readonly {
    readonly playbook: string;
    readonly refusals: readonly ReportedRefusal[];
  }[];
}

export interface ReportedRefusal {
  readonly code: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface ReportedChange {
  readonly number: number;
  readonly kind: string;
  readonly key: string;
  /** In a plan. */
  readonly diff?: string;
  readonly parts: readonly { readonly playbook: string }[];
}

export interface ReportedRequirement {
  readonly playbook: string;
  readonly object: string;
  readonly verdict: string;
  /** When what is done takes effect, of one that is pending. */
  readonly pending?: string;
  /** In a plan: what the overlay says it will be. */
  readonly expected?: { readonly verdict: string };
  readonly evidence: readonly { readonly source: string; readonly line?: number; readonly says: string }[];
}

const SCHEMAS = join(import.meta.dirname, '../../../docs/schema');
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const validators = new Map<string, ValidateFunction>();

/** Checked against the schema that it names (`holdfast.plan/1`); an error with every fault when it does not fit. */
export function readReport(text: string): Report {
  const report: Report = JSON.parse(text);
  const name = /^holdfast\.([a-z]+)\/1$/.exec(report.schema)?.[1];
  if (name === undefined) throw new Error(`no schema: ${report.schema}`);
  const known = validators.get(name);
  const validate =
    known ?? ajv.compile(JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8')));
  validators.set(name, validate);
  if (!validate(report)) throw new Error(`${name}: ${ajv.errorsText(validate.errors)}`);
  return report;
}
