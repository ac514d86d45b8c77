import type { Rule } from "./rule";
import { CL_00 } from "./rules/cl-00";
import { CL_01 } from "./rules/cl-01";
import { CL_03 } from "./rules/cl-03";
import { CL_04 } from "./rules/cl-04";
import { PIM_03 } from "./rules/pim-03";
import { PIM_04 } from "./rules/pim-04";
import { PIM_07 } from "./rules/pim-07";
import { PIM_10 } from "./rules/pim-10";

/** Every rule, by id. */
export const catalogue: readonly Rule[] = [CL_00, CL_01, CL_03, CL_04, PIM_03, PIM_04, PIM_07, PIM_10];
