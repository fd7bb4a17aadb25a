import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { createOverlayHost } from '../../../src/host/overlay-host.ts';
import type { Host, HostReader } from '../../../src/model/host.ts';
import { plantInHost, type Tree } from './tree.ts';

/** A host with this tree on it. What it holds is freed with the first of its disposables. */
export type Plant<H extends HostReader> = (tree: Tree) => Promise<{ readonly host: H } & Disposable>;

export const memory: Plant<Host> = async (tree) => {
  const host = createMemoryHost();
  await plantInHost(host, tree);
  return { host, [Symbol.dispose]: () => undefined };
};

/** The same tree, on a host made of the planted one. */
export const over =
  <H extends HostReader>(plant: Plant<Host>, wrap: (host: Host) => H): Plant<H> =>
  async (tree) => {
    const planted = await plant(tree);
    return { host: wrap(planted.host), [Symbol.dispose]: () => planted[Symbol.dispose]() };
  };

export const overlayOver = (plant: Plant<Host>): Plant<Host> => over(plant, createOverlayHost);
