"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorKind } from "../api/error-kind.ts";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChangePassword } from "./change-password.tsx";
import { OwnName } from "./own-name.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SignedInBrowsers } from "./signed-in-browsers.tsx";

/** How a person signs in, and where they are signed in. */
export function AccountPage() {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const client = useQueryClient();
  const factors = useQuery(trpc.account.factors.queryOptions());
  const refresh = () => void client.invalidateQueries({ queryKey: trpc.account.pathKey() });
  // Signed in by the company's own provider: what is asked there is that provider's matter.
  const isElsewhere = factors.isError && errorKind(factors.error) === "forbidden";
  return (
    <>
      <PageHead title={t("title")} />
      {isElsewhere && <p className="max-w-[75ch] text-muted">{t("elsewhere")}</p>}
      {factors.isError && !isElsewhere && (
        <QueryError error={factors.error} onRetry={() => void factors.refetch()} isRetrying={factors.isFetching} />
      )}
      {factors.isPending && <Skeleton className="h-40 w-full max-w-3xl" />}
      {factors.data && (
        <>
          <OwnName name={factors.data.name} email={factors.data.email} onChange={refresh} />
          <ChangePassword hasPassword={factors.data.hasPassword} onChange={refresh} />
          <SecondFactor factors={factors.data} onChange={refresh} />
        </>
      )}
      <SignedInBrowsers />
    </>
  );
}
