"use client";

import { useTranslations } from "next-intl";
import { ErrorState } from "../ui/error-state.tsx";
import { errorKind, errorSupportCode } from "./error-kind.ts";

type QueryErrorProps = { error: unknown; onRetry?: () => void; isRetrying?: boolean; className?: string };

/** The error of a query in words. Hand it `query.error` and `query.refetch`. */
export function QueryError({ error, ...rest }: QueryErrorProps) {
  const t = useTranslations("errors");
  const kind = errorKind(error);
  return (
    <ErrorState cause={t(`${kind}.cause`)} advice={t(`${kind}.advice`)} code={errorSupportCode(error)} {...rest} />
  );
}

/** The same words in one sentence pair, for `ConfirmDialog` and toasts. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations("errors");
  return (error) => `${t(`${errorKind(error)}.cause`)} ${t(`${errorKind(error)}.advice`)}`;
}
