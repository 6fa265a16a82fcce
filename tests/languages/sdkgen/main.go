// Writes the SDKs for Go and Python that `pulumi package add` writes, by the same code: sdkgen <schema.json> <folder>
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	pygen "github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	check(err)
	var spec schema.PackageSpec
	check(json.Unmarshal(text, &spec))
	// Each generator changes the package that it is given.
	bind := func() *schema.Package {
		pkg, diags, err := schema.BindSpec(spec, nil, schema.ValidationOptions{})
		for _, diag := range diags {
			log.Println(diag)
		}
		check(err)
		return pkg
	}
	goFiles, err := gogen.GeneratePackage("sdk", bind(), nil)
	check(err)
	write(filepath.Join(os.Args[2], "go"), goFiles)
	pyFiles, err := pygen.GeneratePackage("sdk", bind(), nil, nil)
	check(err)
	write(filepath.Join(os.Args[2], "python"), pyFiles)
}

func write(folder string, files map[string][]byte) {
	for name, text := range files {
		file := filepath.Join(folder, name)
		check(os.MkdirAll(filepath.Dir(file), 0o755))
		check(os.WriteFile(file, text, 0o644))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
