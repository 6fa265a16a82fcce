import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Karpenter } from "karpenter-eks";

export const used = [aws.iam.Role, k8s.helm.v3.Release, pulumi.Config, Karpenter];
