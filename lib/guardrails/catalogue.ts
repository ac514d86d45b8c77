import type { Rule } from "./rule";
import { BG_01 } from "./rules/bg-01";
import { BG_02 } from "./rules/bg-02";
import { CA_01 } from "./rules/ca-01";
import { CA_02 } from "./rules/ca-02";
import { CA_03 } from "./rules/ca-03";
import { CA_04 } from "./rules/ca-04";
import { CA_05 } from "./rules/ca-05";
import { CA_06 } from "./rules/ca-06";
import { CA_07 } from "./rules/ca-07";
import { CL_00 } from "./rules/cl-00";
import { CL_01 } from "./rules/cl-01";
import { CL_02 } from "./rules/cl-02";
import { CL_03 } from "./rules/cl-03";
import { CL_04 } from "./rules/cl-04";
import { CL_05 } from "./rules/cl-05";
import { CL_06 } from "./rules/cl-06";
import { GR_01 } from "./rules/gr-01";
import { GR_02 } from "./rules/gr-02";
import { GR_03 } from "./rules/gr-03";
import { LIM_01 } from "./rules/lim-01";
import { LIM_02 } from "./rules/lim-02";
import { LIM_03 } from "./rules/lim-03";
import { LIM_04 } from "./rules/lim-04";
import { NS_01 } from "./rules/ns-01";
import { NS_02 } from "./rules/ns-02";
import { NS_03 } from "./rules/ns-03";
import { NS_04 } from "./rules/ns-04";
import { OPS_01 } from "./rules/ops-01";
import { PIM_01 } from "./rules/pim-01";
import { PIM_02 } from "./rules/pim-02";
import { PIM_03 } from "./rules/pim-03";
import { PIM_04 } from "./rules/pim-04";
import { PIM_05 } from "./rules/pim-05";
import { PIM_06 } from "./rules/pim-06";
import { PIM_07 } from "./rules/pim-07";
import { PIM_08 } from "./rules/pim-08";
import { PIM_09 } from "./rules/pim-09";
import { PIM_10 } from "./rules/pim-10";
import { PIM_11 } from "./rules/pim-11";
import { WI_01 } from "./rules/wi-01";

/** Every rule that looks at an estate, in the order of the docs. */
export const catalogue: readonly Rule[] = [
  CL_00,
  CL_01,
  CL_02,
  CL_03,
  CL_04,
  CL_05,
  CL_06,
  CA_01,
  CA_02,
  CA_03,
  CA_04,
  CA_05,
  CA_06,
  CA_07,
  PIM_01,
  PIM_02,
  PIM_03,
  PIM_04,
  PIM_05,
  PIM_06,
  PIM_07,
  PIM_08,
  PIM_09,
  PIM_10,
  PIM_11,
  GR_01,
  GR_02,
  GR_03,
  NS_01,
  NS_02,
  NS_03,
  NS_04,
  BG_01,
  BG_02,
  WI_01,
  OPS_01,
  LIM_01,
  LIM_02,
  LIM_03,
  LIM_04,
];
