import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BootedHost, bootedHost } from '../../real/lab/booted-host.ts';
import { type FreshRoot, freshRoot } from '../../real/lab/fresh-root.ts';
import { type Manifest, manifest } from '../../real/lab/manifest.ts';
import { runTool } from '../../real/lab/run-tool.ts';
import { POLICY } from '../scenarios/stories.ts';
import type { Command } from './scenario.ts';
import type { Stage } from './stage.ts';

/** Whatever a command may have left, its services are as on the first day: one in use, one to go, one to come. */
const SET_UP = `
  mkdir -p /etc/holdfast
  printf '%s' '${POLICY}' > /etc/holdfast/policy.ini
  cd /etc/systemd/system
  rm -rf /var/lib/holdfast /etc/.holdfast app.service.d sysinit.target.wants/holdfast* holdfast*
  for name in app old new; do
    printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' > $name.service
  done
  ln -sfn /etc/systemd/system/old.service multi-user.target.wants/old.service
  rm -f multi-user.target.wants/new.service
  find . -exec touch -h -m -d @1709210096.789012345 {} +
  systemctl daemon-reload
  systemctl restart app.service old.service
  systemctl stop new.service
`;
const UNITS = ['app.service', 'old.service', 'new.service'];
const SHOWN = 'ActiveState,NeedDaemonReload,NoNewPrivileges,UnitFileState';

interface Machine {
  readonly root: FreshRoot;
  readonly shown: string;
  readonly host: BootedHost;
}
let machine: Promise<Machine> | null = null;

/** A running system with services, where what systemd says of them is compared, too. One machine, set up again each time. */
export async function bootedStage(tool: Command): Promise<Stage> {
  machine ??= boot(tool);
  const { root, host } = await machine;
  runTool('nsenter', [...host.enter.slice(1), '/bin/sh', '-euc', SET_UP]);
  const units = () =>
    UNITS.map((unit) => {
      const args = [...host.enter.slice(1), 'systemctl', 'show', `--property=${SHOWN}`, '--', unit];
      return [unit, runTool('nsenter', args).toString().trim().replaceAll('\n', ' ')];
    });
  return {
    root: '/',
    outside: root.path,
    enter: host.enter,
    tool: ['/opt/lab/node', '/opt/lab/holdfast.cjs'],
    look: (): Manifest => new Map([...manifest(root.path, '/etc'), ['units', Object.fromEntries(units())]]),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Without this the machine would outlive us. */
export async function shutDown(): Promise<void> {
  if (machine === null) return;
  const { host, root, shown } = await machine;
  machine = null;
  await host[Symbol.asyncDispose]();
  root[Symbol.dispose]();
  rmSync(shown, { recursive: true });
}

async function boot([node = '', bundle = '']: Command): Promise<Machine> {
  const shown = mkdtempSync(join(tmpdir(), 'holdfast-shown-'));
  cpSync(node, join(shown, 'node'));
  cpSync(bundle, join(shown, 'holdfast.cjs'));
  const root = freshRoot();
  return { root, shown, host: await bootedHost(root.path, shown) };
}
