import { readFileSync } from 'node:fs';
import { readFacts } from '../../../src/engine/read-facts.ts';
import { dockerdStarts } from '../../../src/guards/dockerd-starts.ts';
import { sshLogin } from '../../../src/guards/ssh-login.ts';
import { createLocalHost } from '../../../src/host/local-host.ts';
import { createOverlayHost } from '../../../src/host/overlay-host.ts';
import { createReadOnlyHost } from '../../../src/host/read-only-host.ts';
import type { Path } from '../../../src/model/path.ts';
import type { Refusal } from '../../../src/model/refusal.ts';

/** Files with the text they would get; null for one that would go. */
export type Candidate = Readonly<Record<Path, string | null>>;

const METADATA = { mode: 0o644, uid: 0, gid: 0, mtime: null, xattrs: {}, flags: '' };

/** Run inside a lab host: what the guards say of each candidate in the file that is named, as JSON. */
async function main(): Promise<void> {
  const candidates = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as readonly Candidate[];
  const host = createReadOnlyHost(createLocalHost({ root: '/', stateDir: null }));
  // Nothing changes in between, and every look at the host as it is takes a login.
  const now = readFacts(host);
  const answers: (readonly Refusal[])[] = [];
  for (const candidate of candidates) {
    const overlay = createOverlayHost(host);
    for (const [path, text] of Object.entries(candidate)) {
      const content = text === null ? null : Buffer.from(text);
      const found = await host.entry(path as Path);
      const entry = { ...METADATA, ...found, type: 'file', content: '', size: content?.length ?? 0 } as const;
      await overlay.putEntry(path as Path, content === null ? null : entry, content);
    }
    const changes = Object.keys(candidate).map((key, i) => ({
      number: i + 1,
      kind: 'entry' as const,
      key,
      before: null,
      after: null,
      undo: 'exact' as const,
      parts: [{ playbook: 'test/guard' as const, before: null, after: null }],
      effects: [],
    }));
    const given = { now, planned: readFacts(overlay), changes, identity: host.identity };
    const said: Refusal[] = [];
    for (const guard of [dockerdStarts, sshLogin])
      said.push(...(await guard({ ...given, allow: [], today: '2026-01-02' })));
    answers.push(said);
  }
  process.stdout.write(JSON.stringify(answers));
}

await main();
