// Runs the example beside it on Pulumi's mocks, and prints what it asks of Karpenter.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type lookup struct {
	Token  string         `json:"token"`
	Args   map[string]any `json:"args"`
	Result map[string]any `json:"result"`
}

type mocks struct {
	Lookups []lookup `json:"lookups"`
}

func (mocks) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	if args.TypeToken == "karpenter-eks:index:Karpenter" {
		text, err := json.Marshal(args.Inputs.Mappable())
		if err != nil {
			return "", nil, err
		}
		fmt.Printf("karpenter %s\n", text)
	}
	return args.Name, args.Inputs, nil
}

func (m mocks) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	for _, l := range m.Lookups {
		if l.Token == args.Token && reflect.DeepEqual(l.Args, args.Args.Mappable()) {
			return resource.NewPropertyMapFromMap(l.Result), nil
		}
	}
	return nil, fmt.Errorf("unexpected look-up %s", args.Token)
}

func TestProgram(t *testing.T) {
	text, err := os.ReadFile(os.Getenv("LOOKUPS"))
	if err != nil {
		t.Fatal(err)
	}
	var m mocks
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	options := func(info *pulumi.RunInfo) {
		info.Config = map[string]string{"project:clusterName": "staging"}
	}
	if err := pulumi.RunErr(program, pulumi.WithMocks("project", "test", m), options); err != nil {
		t.Fatal(err)
	}
}
