"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";

/** Asks the issuer for its discovery document, and says in words what came. */
export function CheckIssuer({ issuer }: { issuer: string }) {
  const t = useTranslations("identityProviders");
  const errorText = useErrorText();
  const check = useMutation(useTRPC().identityProvider.check.mutationOptions());
  const result = check.variables?.issuer === issuer ? check.data : undefined;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        size="small"
        busy={check.isPending}
        disabled={!URL.canParse(issuer)}
        onClick={() => check.mutate({ issuer })}
      >
        {t("check")}
      </Button>
      <p role="status" className="min-w-0 flex-1 text-dense break-words">
        {check.error && errorText(check.error)}
        {result?.isFound && t("found", { url: result.authorizationEndpoint })}
        {result && !result.isFound && t(`notFound.${result.reason}`)}
      </p>
    </div>
  );
}
