import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

/** Pulumi runs this: `pulumi preview --policy-pack policy`. */
new PolicyPack("karpenter-eks", { policies: policies() });
