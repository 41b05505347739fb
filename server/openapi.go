package server

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
)

//go:embed openapi.json
var openapiFile []byte

// openAPI is the embedded document with this server's version and address.
func openAPI(c Config) ([]byte, error) {
	var doc map[string]any
	if err := json.Unmarshal(openapiFile, &doc); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	if info, ok := doc["info"].(map[string]any); ok && c.Version != "" {
		info["version"] = c.Version
	}
	doc["servers"] = []map[string]string{{"url": c.BaseURL}}
	body, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	return body, nil
}

func (s *Server) openAPI(c *gin.Context) error {
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, "application/json; charset=utf-8", s.openapi)
	return nil
}
