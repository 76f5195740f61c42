import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { IconButton } from "../ui/button.tsx";

interface MoveModelProps {
  readonly name: string;
  /** Its place in the order, from 1 on, of so many. */
  readonly place: number;
  readonly of: number;
  onMove(place: number): void;
}

/** Moves a model up or down in the order. The button that was pressed keeps the focus where the model comes to. */
export function MoveModel({ name, place, of, onMove }: MoveModelProps) {
  const up = useRef<HTMLButtonElement>(null);
  const down = useRef<HTMLButtonElement>(null);
  const pressed = useRef<{ readonly from: number; readonly by: number }>(undefined);
  useEffect(() => {
    if (pressed.current === undefined || pressed.current.from === place) return;
    const [first, second] = pressed.current.by < 0 ? [up, down] : [down, up];
    pressed.current = undefined;
    (first.current?.disabled ? second : first).current?.focus();
  }, [place]);
  const move = (by: number): void => {
    pressed.current = { from: place, by };
    onMove(place + by);
  };
  return (
    <>
      <IconButton ref={up} label={`Move up: ${name}`} disabled={place === 1} onClick={() => move(-1)}>
        <ArrowUp aria-hidden />
      </IconButton>
      <IconButton ref={down} label={`Move down: ${name}`} disabled={place === of} onClick={() => move(1)}>
        <ArrowDown aria-hidden />
      </IconButton>
    </>
  );
}
