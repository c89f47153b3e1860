"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ErrorState } from "../ui/error-state.tsx";
import { conflictReason, type ErrorKind, errorKind, errorSupportCode } from "./error-kind.ts";

type QueryErrorProps = { error: unknown; onRetry?: () => void; isRetrying?: boolean; className?: string };

/** Asked again, the answer is the same. */
const isLasting = (kind: ErrorKind): boolean => kind === "notFound" || kind === "invalid";

/** The error of a query in words. Hand it `query.error` and `query.refetch`. */
export function QueryError({ error, onRetry, ...rest }: QueryErrorProps) {
  const t = useTranslations("errors");
  const kind = errorKind(error);
  return (
    <ErrorState
      cause={t(`${kind}.cause`)}
      advice={t(`${kind}.advice`)}
      code={errorSupportCode(error)}
      {...(onRetry && !isLasting(kind) && { onRetry })}
      {...rest}
    />
  );
}

type OneQueryErrorProps = QueryErrorProps & {
  /** "There is no such session". */
  missing: string;
  /** The list where it would be. */
  list: { readonly href: string; readonly label: string };
};

/** The error of asking for one thing that the address names: an id that nothing has and one that is none are the same. */
export function OneQueryError({ missing, list, ...props }: OneQueryErrorProps) {
  if (!isLasting(errorKind(props.error))) return <QueryError {...props} />;
  return (
    <ErrorState
      cause={missing}
      advice={
        <Link href={list.href} className="text-brand underline">
          {list.label}
        </Link>
      }
      code={errorSupportCode(props.error)}
      {...(props.className && { className: props.className })}
    />
  );
}

/** The same words in one sentence pair, for `ConfirmDialog` and toasts. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations("errors");
  return (error) => {
    const reason = conflictReason(error);
    if (reason) return t(`conflicts.${reason}`);
    return `${t(`${errorKind(error)}.cause`)} ${t(`${errorKind(error)}.advice`)}`;
  };
}
