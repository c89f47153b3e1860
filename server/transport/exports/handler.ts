import { eq } from "drizzle-orm";
import type { Logger } from "pino";
import { z } from "zod";
import { tenant } from "../../../db/schema/tenants.ts";
import { AppError, type ErrorCode } from "../../core/errors.ts";
import { OFFICE_PARAM } from "../../core/request-headers.ts";
import { type CsvCell, writeCsv } from "../../csv/write-csv.ts";
import { toCallerError } from "../../services/caller-error.ts";
import type { ServiceContext } from "../../services/context.ts";
import { ExportSessionsInput, exportSessions } from "../../services/session/export-sessions.ts";
import type { SessionView } from "../../services/session/session-view.ts";
import { type Zone, zoneOf } from "../../tariff/zone-offsets.ts";
import type { Cell, ColumnKind } from "../../xlsx/columns.ts";
import { writeWorkbook } from "../../xlsx/write-workbook.ts";
import { columnsIn, EXPORT_LANGUAGES, type ExportLanguage, SESSION_COLUMNS, SHEET_NAME } from "./session-columns.ts";

export type ExportDoorDeps = {
  readonly log: Logger;
  /** Who asks: a signed-in person's browser, in the office that the address names, or an API key; null for nobody. Throws `AppError`. */
  readonly identify: (request: Request, office: string | null) => Promise<ServiceContext | null>;
  /** How many may run at once, and of one company: each holds a connection to the database for as long as its reader takes. */
  readonly mostAtOnce?: number;
  readonly mostOfCompany?: number;
  /** How long a reader may take none of what is ready. */
  readonly patienceMs?: number;
};

/** Who reads more slowly for longer than one's patience holds up others: a tenth of what a poor mobile network carries. */
const LEAST_BYTES_PER_MS = 8;

const Options = z.object({
  language: z.enum(EXPORT_LANGUAGES).default("en"),
  /** IANA name; without it the company's own. */
  timeZone: z.string().min(1).max(60).optional(),
  separator: z.enum([",", ";", "tab"]).optional(),
  decimal: z.enum([".", ","]).optional(),
  /** The byte order mark, without which Excel takes UTF-8 for something else. */
  bom: z.stringbool().default(true),
  [OFFICE_PARAM]: z.uuid().optional(),
});
type Options = z.output<typeof Options>;

const FORMATS = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8; header=present",
} as const;
type Format = keyof typeof FORMATS;

const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooMany: 429,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/**
 * Downloads, below `/api/exports`: `sessions.csv` and `sessions.xlsx`, filtered as the list is. Rows go out as they are read; who
 * reads slowly holds the database back, who leaves ends the export. What fails before the first row is answered as a problem
 * (RFC 9457); what fails after it breaks the download off, so that no half a file looks whole.
 */
export function createExportDoor(deps: ExportDoorDeps) {
  const { log, identify, mostAtOnce = 4, mostOfCompany = 2, patienceMs = 60_000 } = deps;
  const running: string[] = [];
  /** Takes one of the few places; the function gives it back, once. */
  function takePlace(tenantId: string): () => void {
    if (running.length >= mostAtOnce || running.filter((id) => id === tenantId).length >= mostOfCompany) {
      throw new AppError("unavailable", "Too many exports are running. Try again in a moment.", { retryAfterS: 10 });
    }
    running.push(tenantId);
    let isTaken = true;
    return () => {
      if (isTaken) running.splice(running.indexOf(tenantId), 1);
      isTaken = false;
    };
  }
  return async (request: Request): Promise<Response> => {
    try {
      if (request.method !== "GET") throw new AppError("notFound", "An export is asked for by GET.");
      const { signal } = request;
      const stream = (bytes: Bytes, leave: () => void) => toStream(bytes, { log, patienceMs, leave, signal });
      return await answer(request, identify, stream, takePlace);
    } catch (error) {
      const known = toCallerError(error) ?? new AppError("internal", "Something went wrong.");
      if (known !== error) log.error({ err: error }, "export not served");
      return problem(known);
    }
  };
}

type Bytes = AsyncGenerator<Uint8Array, void>;

async function answer(
  request: Request,
  identify: ExportDoorDeps["identify"],
  stream: (bytes: Bytes, leave: () => void) => ReadableStream<Uint8Array>,
  takePlace: (tenantId: string) => () => void,
): Promise<Response> {
  const url = new URL(request.url);
  const format = /\/sessions\.(xlsx|csv)$/.exec(url.pathname)?.[1] as Format | undefined;
  if (!format) throw new AppError("notFound", "There is no such export.");
  const ctx = await identify(request, url.searchParams.get(OFFICE_PARAM));
  if (!ctx) throw new AppError("unauthenticated", "Sign in first, or send an API key.");
  const { options, filter } = parse(Object.fromEntries(url.searchParams));
  const zone = zoneOf(options.timeZone ?? (await timeZoneOf(ctx)));
  const leave = takePlace(ctx.tenantId);
  const rows = exportSessions(ctx, filter, format);
  // The first batch is read before anything is said: what is refused is refused in words.
  const first = await rows.next().catch((error: unknown) => {
    leave();
    throw error;
  });
  if (request.signal.aborted) {
    // Of an answer to nobody nothing is read, and nothing is cancelled either.
    await rows.return().finally(leave);
    throw new AppError("unavailable", "The reader has left.");
  }
  const batches = resume(first, rows);
  const bytes = format === "xlsx" ? workbook(batches, options, zone) : csv(batches, options, zone);
  return new Response(stream(bytes, leave), {
    headers: {
      "content-type": FORMATS[format],
      "content-disposition": `attachment; filename="${fileName(ctx.clock.now(), zone)}.${format}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      // Proxies that gather a whole answer first would keep the reader waiting.
      "x-accel-buffering": "no",
    },
  });
}

function parse(params: Record<string, string>) {
  const names = Object.keys(Options.shape);
  const own = Object.fromEntries(Object.entries(params).filter(([name]) => names.includes(name)));
  const rest = Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
  const [options, filter] = [Options.safeParse(own), ExportSessionsInput.safeParse(rest)];
  if (options.success && filter.success) return { options: options.data, filter: filter.data };
  const issues = [...(options.error?.issues ?? []), ...(filter.error?.issues ?? [])];
  throw new AppError("invalid", "The request is not valid.", {
    issues: issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}

async function timeZoneOf(ctx: ServiceContext): Promise<string> {
  const [row] = await ctx.db.orm.select({ timeZone: tenant.timeZone }).from(tenant).where(eq(tenant.id, ctx.tenantId));
  return row?.timeZone ?? "UTC";
}

async function* resume<T>(first: IteratorResult<T, void>, rest: AsyncGenerator<T, void>): AsyncGenerator<T> {
  try {
    if (first.done) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return();
  }
}

const cellsOf = (view: SessionView, zone: Zone): Cell[] => SESSION_COLUMNS.map(({ cell }) => cell(view, zone));

function workbook(batches: AsyncIterable<readonly SessionView[]>, { language }: Options, zone: Zone) {
  const columns = columnsIn(language);
  return writeWorkbook(
    { sheetName: SHEET_NAME[language], columns },
    mapped(batches, (view) => cellsOf(view, zone)),
  );
}

/** Where a comma divides decimals, a semicolon divides cells: as Excel expects it of its own country. */
const HAS_COMMA: Readonly<Record<ExportLanguage, boolean>> = { en: false, de: true, nl: true };

function csv(batches: AsyncIterable<readonly SessionView[]>, options: Options, zone: Zone) {
  const hasComma = HAS_COMMA[options.language];
  const columns = columnsIn(options.language);
  const separator = options.separator === "tab" ? "\t" : (options.separator ?? (hasComma ? ";" : ","));
  return writeCsv(
    {
      head: columns.map(({ head }) => head),
      separator,
      decimal: options.decimal ?? (hasComma ? "," : "."),
      byteOrderMark: options.bom,
    },
    mapped(batches, (view) =>
      cellsOf(view, zone).map((cell, index) => toCsvCell(columns[index]?.kind ?? "text", cell)),
    ),
  );
}

function toCsvCell(kind: ColumnKind, cell: Cell): CsvCell {
  if (cell === null) return null;
  if (kind === "instant") return { text: new Date(Number(cell)).toISOString().slice(0, 19).replace("T", " ") };
  if (kind === "duration") return { text: clock(Number(cell)) };
  return kind === "text" ? { text: String(cell) } : { number: String(cell) };
}

/** "26:04:09": hours may be more than a day. */
function clock(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

async function* mapped<T, R>(batches: AsyncIterable<readonly T[]>, map: (item: T) => R): AsyncGenerator<readonly R[]> {
  for await (const batch of batches) yield batch.map(map);
}

type StreamOptions = {
  readonly log: Logger;
  readonly patienceMs: number;
  readonly leave: () => void;
  /** Of the request: a reader who has left before the first byte does not cancel the stream. */
  readonly signal: AbortSignal;
};

/**
 * A stream that asks for more only when it was read, and ends the export when its reader leaves, reads no more or hardly reads:
 * waiting uses up patience, and what is taken restores it.
 */
function toStream(bytes: Bytes, { log, patienceMs, leave, signal }: StreamOptions): ReadableStream<Uint8Array> {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let leftMs = patienceMs;
  let [readyAtMs, readyBytes] = [Number.NaN, 0];
  /** The reader has come back for more. */
  const restore = (): void => {
    clearTimeout(waiting);
    if (readyBytes === 0) return;
    leftMs = Math.min(patienceMs, leftMs - (performance.now() - readyAtMs) + readyBytes / LEAST_BYTES_PER_MS);
  };
  const end = async (): Promise<void> => {
    isOver = true;
    clearTimeout(waiting);
    leave();
    await bytes.return();
  };
  const giveUp = (controller: ReadableStreamDefaultController, why: string): void => {
    controller.error(new Error(why));
    end().catch((error: unknown) => log.error({ err: error }, "export not ended"));
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        signal.addEventListener("abort", () => giveUp(controller, "the reader has left"), { once: true });
      },
      async pull(controller) {
        restore();
        try {
          const { value, done } = await bytes.next();
          if (isOver) return; // the reader left meanwhile
          if (done) {
            leave();
            return controller.close();
          }
          controller.enqueue(value);
          [readyAtMs, readyBytes] = [performance.now(), value.byteLength];
          waiting = setTimeout(() => {
            log.warn("export given up: its reader reads too slowly");
            giveUp(controller, "the reader reads too slowly");
          }, leftMs);
          waiting.unref();
        } catch (error) {
          leave();
          log.error({ err: error }, "export broken off");
          controller.error(error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}

const fileName = (at: Date, zone: Zone): string => {
  const local = new Date(at.getTime() + zone.offsetAt(at.getTime()).offsetMs).toISOString();
  return `sessions-${local.slice(0, 16).replace("T", "-").replace(":", "")}`;
};

function problem(error: AppError): Response {
  const status = STATUS[error.code];
  const { issues, retryAfterS } = error.details;
  const body = {
    type: `urn:voltplane:problem:${error.code}`,
    title: error.code,
    status,
    detail: error.message,
    ...(Array.isArray(issues)
      ? {
          errors: issues.map(({ path, message }: { path: string; message: string }) => ({
            detail: message,
            parameter: path,
          })),
        }
      : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(typeof retryAfterS === "number" ? { "retry-after": String(retryAfterS) } : {}),
      ...(error.code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
    },
  });
}
