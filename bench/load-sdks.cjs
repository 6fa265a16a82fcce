// The floor: what any Pulumi program with these four SDKs pays before its first line.
require("@pulumi/pulumi");
require("@pulumi/aws");
require("@pulumi/eks");
require("@pulumi/kubernetes");
