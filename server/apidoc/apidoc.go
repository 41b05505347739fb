// Package apidoc describes the API: the OpenAPI document, and a page that shows
// it to people. It must not know how requests are answered.
package apidoc

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed openapi.json
var document []byte

// Document returns the OpenAPI document of a server with its version ("" for the
// one in the file) and its public address.
func Document(version, baseURL string) ([]byte, error) {
	var doc object
	if err := json.Unmarshal(document, &doc); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	if err := derive(doc); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	if info, ok := doc["info"].(object); ok && version != "" {
		info["version"] = version
	}
	doc["servers"] = []map[string]string{{"url": baseURL}}
	body, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	return body, nil
}
