import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
export function loadSnapshot(_dir: Path): HostReader { throw new Error('not yet'); }
