import { FAULTS } from '../support/canaries/faults';
import { ownTime, type VirtualClock } from '../support/virtual-clock';
import { journeys, travel } from './journey';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const faults = Object.keys(FAULTS);
const stories = [...new Set(journeys.map(({ name }) => name))];
/** Each story with one fault, each fault in several stories; the long test has all of them. */
const some = journeys.filter(({ name, fault }) => faults.indexOf(fault) === stories.indexOf(name) % faults.length);

test.each(some)('$name, with $fault: no secret is where it does not belong', (journey) => travel(journey, clock));
