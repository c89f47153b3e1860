import { type ComponentProps, type ReactNode, useId } from "react";

/** A labelled field, large enough that phones do not zoom. */
export function TextField({ label, error, ...props }: ComponentProps<"input"> & { label: string; error?: ReactNode }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        className="h-12 w-full rounded-card border border-line-strong bg-card px-3 text-driver aria-invalid:border-fault-text"
        {...props}
      />
      {error && (
        <p id={`${id}-error`} className="text-body text-fault-text">
          {error}
        </p>
      )}
    </div>
  );
}

export const FormProblem = ({ children }: { children: ReactNode }) => (
  <p role="alert" className="rounded-card border border-fault-text bg-fault-tint p-3 text-fault-text">
    {children}
  </p>
);
