package server

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
)

// description tells browsers how to search here (OpenSearch 1.1).
type description struct {
	XMLName       xml.Name      `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName     string        `xml:"ShortName"`
	Description   string        `xml:"Description"`
	InputEncoding string        `xml:"InputEncoding"`
	URLs          []urlTemplate `xml:"Url"`
}

type urlTemplate struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr"`
}

func (s *Server) openSearch(c *gin.Context) error {
	base := s.config.BaseURL
	body, err := xml.Marshal(description{
		ShortName: "寻章", Description: "中文文章全文搜索", InputEncoding: "UTF-8",
		URLs: []urlTemplate{
			{"text/html", base + "/search?q={searchTerms}"},
			{"application/x-suggestions+json", base + "/api/v1/suggest?format=opensearch&q={searchTerms}"},
		},
	})
	if err != nil {
		return fmt.Errorf("opensearch: %w", err)
	}
	c.Header("Cache-Control", "public, max-age=86400")
	c.Data(http.StatusOK, "application/opensearchdescription+xml; charset=utf-8", append([]byte(xml.Header), body...))
	return nil
}

// writeSuggestions answers in the form that browsers expect: the query, then the
// texts.
func writeSuggestions(c *gin.Context, answer Suggestions) error {
	texts := []string{}
	for _, s := range answer.Suggestions {
		texts = append(texts, s.Text)
	}
	body, err := json.Marshal([]any{answer.Query, texts})
	if err != nil {
		return fmt.Errorf("suggestions: %w", err)
	}
	c.Data(http.StatusOK, "application/x-suggestions+json; charset=utf-8", body)
	return nil
}
