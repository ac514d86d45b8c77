/** The time that the stand-in lives in: the machine's, moved on by whoever needs to be later. */
export class Clock {
  private ahead = 0;

  public constructor(private readonly machine: () => number = Date.now) {}

  public now(): Date {
    return new Date(this.machine() + this.ahead);
  }

  /** The time as the services write it. */
  public iso(): string {
    return this.now().toISOString();
  }

  /** Moves the stand-in's time on; what ends in the meantime has ended. */
  public advance({ days = 0, hours = 0, minutes = 0 }: { days?: number; hours?: number; minutes?: number }): void {
    this.ahead += ((days * 24 + hours) * 60 + minutes) * 60_000;
  }
}
