import { Karpenter } from "karpenter-eks";

export const used = [Karpenter];
