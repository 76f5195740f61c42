import { useEffect, useRef, useState } from "react";

/** Mathematics as MathML, which the browser sets itself. The typesetter is loaded with the first formula. */
export function Formula({ value, display }: { readonly value: string; readonly display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const [set, setSet] = useState(false);
  useEffect(() => {
    let wanted = true;
    import("katex")
      .then(({ default: katex }) => {
        if (!wanted || place.current === null) return;
        katex.render(value, place.current, {
          displayMode: display,
          output: "mathml",
          throwOnError: true,
          trust: false,
          maxExpand: 200,
          maxSize: 20,
        });
        setSet(true);
      })
      // What cannot be set stays as it was written.
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [value, display]);
  return (
    <span className={display ? "formula-block" : "formula"}>
      <span ref={place} />
      {!set && <code>{value}</code>}
    </span>
  );
}
