import type { Host, HostReader } from '../model/host.ts';

/**
 * The same host with the means to write taken away, also at run time: a fact that was handed a real host
 * cannot reach its writing half by a cast.
 */
export function createReadOnlyHost(host: Host): HostReader {
  return {
    get identity() {
      return host.identity;
    },
    resolve: (path) => host.resolve(path),
    status: (path) => host.status(path),
    list: (path) => host.list(path),
    read: (path) => host.read(path),
    entry: (path) => host.entry(path),
    live: (kind, key) => host.live(kind, key),
    liveKeys: (kind, pattern) => host.liveKeys(kind, pattern),
    observe: (what) => host.observe(what),
    moment: () => host.moment(),
    checkCandidate: (tool, args, candidate) => host.checkCandidate(tool, args, candidate),
    obstacles: (path, to, bytes) => host.obstacles(path, to, bytes),
    rehearse: (script, laid) => host.rehearse(script, laid),
    packageFile: (name, version) => host.packageFile(name, version),
  };
}
