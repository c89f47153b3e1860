"use client";

import { useState } from "react";
import { type ErrorKind, errorKind } from "../api/error-kind.ts";

/** A form's one call: whether it is under way, and what kind of failure the last one was. */
export function useFormCall() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ErrorKind | null>(null);
  /** Whether it went well. */
  async function run(work: () => Promise<void>): Promise<boolean> {
    if (isBusy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      console.error(error);
      setProblem(errorKind(error));
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { isBusy, problem, run };
}
