import { Refused } from '../../model/refusal.ts';
import { selectPlaybooks } from '../../policy/select-playbooks.ts';
import { explainJson } from '../../report/explain-json.ts';
import { explainText } from '../../report/explain-text.ts';
import type { ExitCode, Given } from '../command.ts';

export async function explainCommand({ options, terminal, catalogue }: Given, id: string): Promise<ExitCode> {
  const playbooks = selectPlaybooks(catalogue, [id], null);
  const isJson = options.format === 'json';
  if (isJson && playbooks.length > 1) {
    throw new Refused({
      code: 'usage',
      args: { why: `${id} is several playbooks; as JSON, one playbook at a time` },
    });
  }
  for (const playbook of playbooks) {
    terminal.report(
      isJson ? explainJson(playbook) : explainText(playbook, { ...options, color: terminal.color }),
    );
  }
  return 0;
}
