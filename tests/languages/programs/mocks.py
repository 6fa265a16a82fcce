"""Runs a program on Pulumi's mocks, and prints what it asks of Karpenter: mocks.py <look-ups> <program>."""

import asyncio
import json
import runpy
import sys

import pulumi
from pulumi.runtime.stack import run_pulumi_func

with open(sys.argv[1], encoding="utf-8") as file:
    LOOKUPS = json.load(file)["lookups"]


class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        if args.typ == "karpenter-eks:index:Karpenter":
            print("karpenter", json.dumps(args.inputs))
        return args.name, args.inputs

    def call(self, args):
        for lookup in LOOKUPS:
            if lookup["token"] == args.token and lookup["args"] == args.args:
                return lookup["result"]
        raise ValueError(f"unexpected look-up {args.token} {args.args}")


pulumi.runtime.set_all_config({"project:clusterName": "staging"})
pulumi.runtime.set_mocks(Mocks(), project="project", stack="test")
# The program itself only starts what it registers.
program = run_pulumi_func(lambda: runpy.run_path(sys.argv[2], run_name="__main__"))
asyncio.get_event_loop().run_until_complete(program)
