import { ownTime, type VirtualClock } from '../support/virtual-clock';
import { journeys, travel } from './journey';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test.each(journeys)('$name, with $fault: no secret is where it does not belong', (journey) => travel(journey, clock));
