import {
  Activity,
  AppWindow,
  Boxes,
  BrainCircuit,
  DoorOpen,
  Gauge,
  KeyRound,
  Mail,
  MonitorSmartphone,
  Settings2,
  UserPlus,
  Users,
} from "lucide-react";

/** The sections of the panel, in the order of its rail. */
export const sections = [
  { to: "/users", name: "Users", icon: Users },
  { to: "/requests", name: "Requests", icon: UserPlus },
  { to: "/sessions", name: "Sessions", icon: MonitorSmartphone },
  { to: "/keys", name: "Keys", icon: KeyRound },
  { to: "/clients", name: "Client applications", icon: AppWindow },
  { to: "/spaces", name: "Spaces", icon: Boxes },
  { to: "/methods", name: "Sign-in methods", icon: DoorOpen },
  { to: "/mail", name: "Mail", icon: Mail },
  { to: "/settings", name: "Settings", icon: Settings2 },
  { to: "/models", name: "Models", icon: BrainCircuit },
  { to: "/limits", name: "Limits", icon: Gauge },
  { to: "/events", name: "Events", icon: Activity },
] as const;
