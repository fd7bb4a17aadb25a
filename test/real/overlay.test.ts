import { test } from 'node:test';
import { overlayLaw } from '../laws/lab/overlay-law.ts';
import { plantRooted } from './lab/plant-rooted.ts';

test('whatever is put on an overlay over a disk reads as on the disk itself, which is untouched', () =>
  overlayLaw(plantRooted('/state'), 4, 5));
