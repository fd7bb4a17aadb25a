import { splitLines } from './lines.ts';

const UP = 0x1;
const REJECT = 0x200;
/** Of IPv6: the kernel made it from a router's advertisement. */
const ADVERTISED = 0x40000;

/** The interfaces of IPv4 default routes in the main table, each once: the text of /proc/net/route. */
export function defaultRouteInterfaces(text: string): readonly string[] {
  const routes = splitLines(text).map(({ text: line }) => line.trim().split(/\s+/));
  const defaults = routes.filter(
    ([, destination, , flags = '', , , , mask]) =>
      destination === '00000000' && mask === '00000000' && isUp(flags),
  );
  return [...new Set(defaults.map(([name = '']) => name))];
}

/** The interfaces that have routes from router advertisements which the kernel took, each once: /proc/net/ipv6_route. */
export function advertisedInterfaces(text: string): readonly string[] {
  const routes = splitLines(text).map(({ text: line }) => line.trim().split(/\s+/));
  const advertised = routes.filter(
    ([, , , , , , , , flags = '']) => isUp(flags) && (Number.parseInt(flags, 16) & ADVERTISED) !== 0,
  );
  return [...new Set(advertised.map((fields) => fields.at(-1) ?? ''))];
}

/** Routing tables besides `main` and `local`, which only policy routing looks into: /proc/net/fib_trie. */
export function moreRoutingTables(text: string): readonly number[] {
  return [...text.matchAll(/^Id (\d+):$/gm)].map(([, id]) => Number(id));
}

function isUp(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & UP) !== 0 && (bits & REJECT) === 0;
}
