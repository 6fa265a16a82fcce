import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export const used = [aws.iam.Role, k8s.helm.v3.Release, pulumi.Config];
