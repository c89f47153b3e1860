import type { CommandRequest } from "../../../services/ports.ts";
import type {
  Admission,
  AdmissionRequest,
  Answer,
  CommandProgress,
  InboundCall,
  LoggedExchange,
  RefusedStation,
  Station,
  StationDesk,
} from "../../../services/station/station.ts";

export const TENANT_ID = "01900000-0000-7000-8000-000000000001";
export const PASSWORD = "secret-password-1";

/** A desk without a database: remembers what it was told, and answers what the test says. */
export class FakeDesk implements StationDesk {
  readonly admissions: AdmissionRequest[] = [];
  readonly opened: Station[] = [];
  readonly closed: { readonly epoch: number; readonly reason: string }[] = [];
  readonly handled: string[] = [];
  readonly logged: LoggedExchange[] = [];
  /** Commands that it was told of before they left. */
  readonly left: string[] = [];
  readonly progress: string[] = [];
  readonly refusedStations: RefusedStation[] = [];
  seenFrames = 0;
  /** What the next stations look like. */
  initial: Pick<Station, "hasBooted" | "registration" | "heartbeatIntervalS"> = {
    hasBooted: true,
    registration: "accepted",
    heartbeatIntervalS: 300,
  };
  onAdmit: (request: AdmissionRequest) => Promise<Admission> = async (request) => this.#check(request);
  onOpen: () => Promise<void> = async () => undefined;
  onClose: () => Promise<void> = async () => undefined;
  onHandle: (call: InboundCall, station: Station) => Promise<Answer> = async (call) => echo(call);
  #epoch = 0;

  admit(request: AdmissionRequest): Promise<Admission> {
    this.admissions.push(request);
    return this.onAdmit(request);
  }

  async refused(refused: RefusedStation): Promise<void> {
    this.refusedStations.push(refused);
  }

  async open(admission: Extract<Admission, { admitted: true }>): Promise<Station> {
    const epoch = ++this.#epoch;
    await this.onOpen();
    const { tenantId, chargePointId, identity } = admission;
    const station: Station = {
      ...{ tenantId, chargePointId, identity, epoch, ...this.initial },
      ...{ siteId: null, timeZone: "UTC", connectorCount: null, connectors: new Map(), transactions: new Map() },
    };
    this.opened.push(station);
    return station;
  }

  async close(station: Station, reason: string): Promise<void> {
    await this.onClose();
    this.closed.push({ epoch: station.epoch, reason });
  }

  seen(): void {
    this.seenFrames += 1;
  }

  async handle(station: Station, call: InboundCall): Promise<Answer> {
    this.handled.push(call.messageId);
    return this.onHandle(call, station);
  }

  async log(_station: Station, exchange: LoggedExchange): Promise<void> {
    this.logged.push(exchange);
  }

  commandLeaves(_station: Station, command: CommandRequest): void {
    this.left.push(command.commandId);
  }

  async commandProgress(_station: Station, command: CommandRequest, progress: CommandProgress): Promise<void> {
    const reason = progress.step === "timedOut" ? ` ${progress.reason}` : "";
    this.progress.push(`${command.commandId} ${progress.step}${reason}`);
  }

  #check({ identity, password, flaw }: AdmissionRequest): Admission {
    const known = { tenantId: TENANT_ID, chargePointId: `id of ${identity}` };
    if (password === null) return { admitted: false, reason: flaw ?? "passwordMissing", ...known };
    const isRight = Buffer.from(password).equals(Buffer.from(PASSWORD));
    return isRight ? { admitted: true, ...known, identity } : { admitted: false, reason: "passwordWrong", ...known };
  }
}

export const echo = (call: InboundCall): Answer => ({ kind: "result", payload: { action: call.action } });

/** A promise and its switch. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  return Promise.withResolvers<T>();
}
