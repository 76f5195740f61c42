import { type Look, useLook } from "../../theme/look.ts";
import { Choice } from "../../ui/choice.tsx";

export function LookChoice() {
  const [look, change] = useLook();
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-4">
      <Choice<Look["theme"]>
        name="Theme"
        value={look.theme}
        options={[
          ["system", "As the system"],
          ["light", "Light"],
          ["dark", "Dark"],
        ]}
        onChange={(theme) => change({ theme })}
      />
      <Choice<Look["density"]>
        name="Lists"
        value={look.density}
        options={[
          ["comfortable", "Comfortable"],
          ["compact", "Compact"],
        ]}
        onChange={(density) => change({ density })}
      />
    </div>
  );
}
