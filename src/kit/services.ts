import { KNOWN_SERVICES } from '../facts/known-services.ts';
import { services as found } from '../facts/services.ts';
import { unneededServices } from './unneeded-services.ts';

/** Services by the names that people give them, with all their units. `found` is null where systemd starts nothing. */
export const services = { found, known: KNOWN_SERVICES, unneeded: unneededServices };
