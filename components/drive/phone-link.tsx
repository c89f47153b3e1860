import type { ReactNode } from "react";

/** Calls the company. */
export const PhoneLink = ({ phone, children }: { phone: string; children: ReactNode }) => (
  <a
    href={`tel:${phone.replace(/[^+\d]/g, "")}`}
    className="flex min-h-11 items-center gap-2 font-medium text-brand underline"
  >
    {children}
  </a>
);
