/** Counts the requests of this process that wait for an end. Each of them keeps a place that others need. */
export interface WaitingRoom {
  /** Undefined: there is no seat left. Else it is to be called once, to give the seat back. */
  enter(): (() => void) | undefined;
}

export function createWaitingRoom(seats: number): WaitingRoom {
  let taken = 0;
  return {
    enter() {
      if (taken >= seats) return undefined;
      taken += 1;
      return () => {
        taken -= 1;
      };
    },
  };
}
