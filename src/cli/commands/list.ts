import { selectPlaybooks } from '../../policy/select-playbooks.ts';
import { listJson } from '../../report/list-json.ts';
import { listText } from '../../report/list-text.ts';
import type { ExitCode, Given } from '../command.ts';

export async function listCommand({ options, terminal, catalogue }: Given): Promise<ExitCode> {
  const playbooks = selectPlaybooks(catalogue, [], options.profile ?? null);
  terminal.report(
    options.format === 'json'
      ? listJson(playbooks)
      : listText(playbooks, { ...options, color: terminal.color }),
  );
  return 0;
}
