import { type ReactNode, useId } from "react";

/** One matter of the account, under its name. */
export function AccountSection({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex max-w-3xl flex-col gap-3 border-t py-5 first-of-type:border-t-0">
      <h2 id={id} className="text-section font-semibold">
        {title}
      </h2>
      {text && <p className="max-w-[75ch] text-muted">{text}</p>}
      {children}
    </section>
  );
}
