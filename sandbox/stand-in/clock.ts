/** The time that the stand-in lives in: from its start on as fast as the machine's, moved on by whoever needs to be later. */
export class Clock {
  private ahead: number;

  /** Begins at a time that somebody pins, or now. */
  public constructor(
    start?: Date,
    private readonly machine: () => number = Date.now,
  ) {
    this.ahead = start === undefined ? 0 : start.getTime() - machine();
    if (Number.isNaN(this.ahead)) throw new Error("the time that the sandbox begins at is no time");
  }

  public now(): Date {
    return new Date(this.machine() + this.ahead);
  }

  /** The time as the services write it. */
  public iso(): string {
    return this.now().toISOString();
  }

  /** The time of the machine, which is what a client compares the life of its token with. */
  public machineNow(): Date {
    return new Date(this.machine());
  }

  /** Moves the stand-in's time on; what ends in the meantime has ended. */
  public advance({ days = 0, hours = 0, minutes = 0 }: { days?: number; hours?: number; minutes?: number }): void {
    this.ahead += ((days * 24 + hours) * 60 + minutes) * 60_000;
  }
}
