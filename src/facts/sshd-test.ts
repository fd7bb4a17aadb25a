import { encodeHostText } from '../formats/host-text.ts';
import { printSshdConfig } from '../formats/print-sshd-config.ts';
import type { Fact } from '../model/playbook.ts';
import type { Refusal } from '../model/refusal.ts';
import { sshd, statementsOf } from './sshd.ts';

/** It reads its configuration first: who gets as far as this, had it accepted. An image has no host keys of its own yet. */
const PAST_CONFIGURATION = /^(?:sshd: no hostkeys available|Missing privilege separation directory)/m;

/** What sshd(8) of this machine says of the configuration as a whole; null where it would start, or cannot be asked. */
export const sshdTest: Fact<Refusal | null> = {
  name: 'sshd-test',
  async read(host, use) {
    const server = await use(sshd);
    if (server === null) return null;
    const { text, lines } = printSshdConfig(statementsOf(server));
    const answer = await host.checkCandidate('sshd', ['-t', '-f', '/proc/self/fd/0'], encodeHostText(text));
    if (answer === null || answer.ok || PAST_CONFIGURATION.test(answer.says)) return null;
    const errors = answer.says.split(/\r?\n/).filter((line) => !line.includes(': terminating, '));
    const why = errors.join('; ').replace(/\/proc\/self\/fd\/0:? line (\d+)/g, (all, line: string) => {
      const statement = lines[Number(line) - 1];
      return statement === undefined ? all : `${statement.path} line ${statement.line}`;
    });
    const at = lines[Number(/fd\/0:? line (\d+)/.exec(answer.says)?.[1]) - 1];
    const path = at?.path ?? server.main.path;
    return { code: 'candidate-invalid', args: { path, validator: 'sshd', why } };
  },
};
