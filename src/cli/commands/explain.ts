import { selectPlaybooks } from '../../policy/select-playbooks.ts';
import { explainJson } from '../../report/explain-json.ts';
import { explainText } from '../../report/explain-text.ts';
import type { ExitCode, Given } from '../command.ts';

export async function explainCommand({ options, terminal, catalogue }: Given, id: string): Promise<ExitCode> {
  for (const playbook of selectPlaybooks(catalogue, [id], null)) {
    terminal.report(
      options.format === 'json'
        ? explainJson(playbook)
        : explainText(playbook, { ...options, color: terminal.color }),
    );
  }
  return 0;
}
