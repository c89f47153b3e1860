import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type ChildOptions = {
  readonly script: string;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
};

const STOP_PATIENCE_MS = 40_000;

/** A Node process that obeys orders over its IPC channel, one at a time. */
export class Child<Order extends object> {
  readonly #process: ChildProcess;
  readonly #script: string;
  #settle: { resolve: (answer: unknown) => void; reject: (error: Error) => void } | null = null;
  #isStopping = false;

  constructor({ script, nodeArgs = [], env = {}, onLine }: ChildOptions) {
    this.#script = script;
    this.#process = spawn(process.execPath, [...nodeArgs, script], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    if (this.#process.stdout) createInterface(this.#process.stdout).on("line", onLine ?? (() => undefined));
    this.#process.on("message", (message: { answer?: unknown }) => {
      this.#settle?.resolve(message.answer);
      this.#settle = null;
    });
    this.#process.on("exit", (code, signal) => {
      if (this.#isStopping) return;
      const error = new Error(`${this.#script} has ended by itself (${signal ?? code})`);
      if (!this.#settle) throw error;
      this.#settle.reject(error);
    });
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error(`${this.#script} could not be started`);
    return this.#process.pid;
  }

  /** @throws Error when the process ends instead of answering. */
  ask<Answer>(order: Order): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#settle = { resolve: (answer) => resolve(answer as Answer), reject };
      this.#process.send(order);
    });
  }

  /** Ends the process as its supervisor would, and by force when it takes too long. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    const force = setTimeout(() => this.#process.kill("SIGKILL"), STOP_PATIENCE_MS);
    this.#process.kill("SIGTERM");
    await ended;
    clearTimeout(force);
  }
}
