"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog, DialogActions, DialogContent } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the act and the target: "Hard reset of BER-0042". */
  title: ReactNode;
  /** What will happen, and who is charging there now. */
  description: ReactNode;
  /** A verb: "Reset". */
  actionLabel: string;
  /** What must be typed before the act is possible: the target's name, or the count of targets. */
  typed?: string;
  /** Closes the dialog when it resolves; when it rejects, `describeError` says why and the dialog stays. */
  onConfirm: () => Promise<void>;
  describeError: (error: unknown) => ReactNode;
};

/** The dialog itself; see `ConfirmDialog`. */
export default function OpenConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange}>
      <DialogContent role="alertdialog" title={props.title} description={props.description}>
        <ConfirmForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

/** Its own component, so that what was typed and what went wrong is gone when the dialog closes. */
function ConfirmForm({ onOpenChange, actionLabel, typed, onConfirm, describeError }: ConfirmDialogProps) {
  const t = useTranslations("ui");
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReactNode>(null);
  const isAllowed = typed === undefined || text.trim() === typed;
  const confirm = async () => {
    if (!isAllowed || isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setProblem(describeError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      {typed !== undefined && (
        <Field label={t.rich("typeToConfirm", { typed, b: (chunks) => <code className="font-mono">{chunks}</code> })}>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      )}
      {problem && (
        <p role="alert" className="text-fault-text">
          {problem}
        </p>
      )}
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
        <Button type="submit" variant="danger" disabled={!isAllowed} busy={isBusy}>
          {actionLabel}
        </Button>
      </DialogActions>
    </form>
  );
}
