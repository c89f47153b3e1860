"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { ChargePoint } from "./fold-live.ts";

/** What the box is, where it stands, and when it was last heard of. */
export function ChargePointFacts({ point }: { point: ChargePoint }) {
  const t = useTranslations("chargePoint");
  const since = point.isOnline ? point.connectedAt : point.disconnectedAt;
  return (
    <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-2 @md:grid-cols-3 @4xl:grid-cols-4 @6xl:grid-cols-7">
      <Fact label={t("connection")}>
        {t(point.isOnline ? "online" : "offline")}
        {since && (
          <span className="text-muted">
            {" · "}
            <RelativeTime at={new Date(since)} />
          </span>
        )}
      </Fact>
      <Fact label={t("lastSeen")}>
        {point.lastSeenAt ? <RelativeTime at={new Date(point.lastSeenAt)} /> : t("never")}
      </Fact>
      <Fact label={t("name")}>{point.name ?? "—"}</Fact>
      <Fact label={t("site")}>{point.siteName ?? "—"}</Fact>
      <Fact label={t("model")}>{[point.vendor, point.model].filter(Boolean).join(" ") || "—"}</Fact>
      <Fact label={t("firmware")}>{point.firmwareVersion ?? "—"}</Fact>
      <Fact label={t("lastBoot")}>
        {point.lastBootAt ? <RelativeTime at={new Date(point.lastBootAt)} /> : t("never")}
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-meta text-muted">{label}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
