import { dockerNetworks } from '../facts/docker-networks.ts';
import { routing } from '../facts/routing.ts';
import { tolerated } from '../facts/tolerated.ts';
import { reversePathFilter } from './reverse-path-filter.ts';
import { routerAdvertisements } from './router-advertisements.ts';

/** By which ways packets come and go, and what the kernel is to refuse of them. */
export const network = {
  routing,
  dockerNetworks: tolerated(dockerNetworks),
  reversePathFilter,
  routerAdvertisements,
};
